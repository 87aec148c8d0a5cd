import { setTimeout } from 'node:timers/promises'

import type { RecordedRequest } from './recorded-request.ts'

/** Waits as a scripted reply asks, but no longer than the caller does. */
export async function delayed(
  { hold, delayMs }: { readonly hold?: Promise<unknown>; readonly delayMs?: number },
  { closed }: RecordedRequest,
): Promise<void> {
  if (hold) await Promise.race([hold, closed])
  if (delayMs !== undefined) await Promise.race([setTimeout(delayMs), closed])
}
