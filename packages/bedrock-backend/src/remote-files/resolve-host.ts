import { lookup } from 'node:dns/promises'

import { isPublicAddress, isPublicHost } from './address-guard.ts'

/**
 * Whether a host may be requested by a `fetch` that connects in its own way: its name, and every address that this
 * machine knows for it, is public. A name that only the other side can resolve (a proxy, a test double) passes.
 */
export async function isPublicName(hostname: string): Promise<boolean> {
  if (!isPublicHost(hostname)) return false
  try {
    const found = await lookup(hostname.replace(/^\[(.*)\]$/, '$1'), { all: true })
    return found.every(({ address }) => isPublicAddress(address))
  } catch {
    return true
  }
}
