import { emitWarning, type Warning } from '@patchbay/core'

import type { Services } from '../../backend/services.ts'

/** A second attempt finds the warnings of the first one again: each is told once. */
export function reportOnce<Served extends { readonly services: Services }>(conversation: Served): Served {
  const { services } = conversation
  const { settings } = services
  const told = new Set<string>()
  const onWarning = (warning: Warning): void => {
    const key = JSON.stringify(warning)
    if (told.has(key)) return
    told.add(key)
    emitWarning(warning, settings.options.onWarning)
  }
  const once: Services = {
    ...services,
    settings: { ...settings, options: { ...settings.options, onWarning } },
  }
  return { ...conversation, services: once }
}
