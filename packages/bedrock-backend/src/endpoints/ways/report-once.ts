import { emitWarning, type Warning } from '@patchbay/core'

import type { Services } from '../../backend/services.ts'

/** A second attempt finds the warnings of the first one again: each is told once. */
export function reportOnce<Served extends { readonly services: Services }>(conversation: Served): Served {
  const { services } = conversation
  let told: Set<string> | undefined
  const onWarning = (warning: Warning): void => {
    const key = JSON.stringify(warning)
    told ??= new Set()
    if (told.has(key)) return
    told.add(key)
    emitWarning(warning, services.onWarning)
  }
  return { ...conversation, services: { ...services, onWarning } }
}
