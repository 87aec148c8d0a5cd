import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'

import { isPublicAddress } from './address-guard.ts'

/** A name that leads to an address off the public internet. */
class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError'
}

/**
 * A look-up for a socket that gives only public addresses: the socket then connects to the very address that was
 * checked, so a name that answers differently the second time gains nothing. One private address among several is
 * enough to refuse the name.
 */
export function createCheckedLookup(
  isAllowed: (address: string) => boolean = isPublicAddress,
  lookup: typeof dnsLookup = dnsLookup,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) return callback(error, '', 0)
      const [first] = found
      if (first === undefined || !found.every(({ address }) => isAllowed(address))) {
        return callback(new PrivateAddressError(`${hostname} is no host of the public internet.`), '', 0)
      }
      if (options.all === true) return callback(null, found)
      return callback(null, first.address, first.family)
    })
  }
}
