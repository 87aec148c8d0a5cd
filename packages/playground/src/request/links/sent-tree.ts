import type { Outcome } from '../outcome.ts'
import type { SentTree } from './link.ts'

/** What would be sent, as far as members of a request are found in it; `undefined` where nothing would be. */
export function toSentTree(outcome: Outcome): SentTree | undefined {
  if (outcome.kind !== 'sent') return undefined
  const { host, pathname } = new URL(outcome.url)
  return { host, path: pathname, body: outcome.body }
}
