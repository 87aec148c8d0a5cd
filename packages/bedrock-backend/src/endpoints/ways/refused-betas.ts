import { isKnownBeta } from '@patchbay/translator'

import { RequestFailure } from '../../request-failure.ts'
import type { Conversation } from '../conversation/pipeline.ts'

/** The service's whole answer to a list that has a flag it does not know: it does not say which. */
const REFUSAL = /invalid beta flag/i

/** Ten minutes, as for ways. */
const LIFETIME = 10 * 60_000
const MOST_ENTRIES = 500

/** Flags that a request was refused with and that are not known to be taken, until when. Of all routes. */
const refusedUntil = new Map<string, number>()

/**
 * A conversation that was refused for its beta flags, with those alone that Bedrock is known to take, and a warning. The others are
 * remembered, and left out at once for a while. `undefined` for every other failure, and where nothing would be left out.
 */
export function withoutRefusedBetas(conversation: Conversation, error: unknown): Conversation | undefined {
  if (!(error instanceof RequestFailure) || error.details.status !== 400) return undefined
  if (!REFUSAL.test(error.message)) return undefined
  const unknown = listBetas(conversation).filter((flag) => !isKnownBeta(flag))
  for (const flag of unknown) remember(flag)
  return without(conversation, new Set(unknown))
}

/** A conversation without the beta flags that were refused lately; the same one where it has none. */
export function withoutKnownRefusals(conversation: Conversation): Conversation {
  if (refusedUntil.size === 0) return conversation
  const refused = listBetas(conversation).filter(isRefused)
  return without(conversation, new Set(refused)) ?? conversation
}

function listBetas({ body }: Conversation): string[] {
  const given = body['anthropic_beta']
  const list: readonly unknown[] =
    typeof given === 'string' ? given.split(',') : Array.isArray(given) ? given : []
  return list.flatMap((flag) => (typeof flag === 'string' && flag.trim() !== '' ? [flag.trim()] : []))
}

function without(conversation: Conversation, refused: ReadonlySet<string>): Conversation | undefined {
  if (refused.size === 0) return undefined
  const { body, resolved } = conversation
  const { anthropic_beta: _betas, ...rest } = body
  const kept = listBetas(conversation).filter((flag) => !refused.has(flag))
  const warning = {
    code: 'refused_parameter',
    field: 'anthropic_beta',
    message: `Bedrock refuses a beta flag of this request, and does not say which: ${[...refused].join(', ')} were left out.`,
  }
  return {
    ...conversation,
    body: kept.length === 0 ? rest : { ...rest, anthropic_beta: kept },
    resolved: { ...resolved, warnings: [...resolved.warnings, warning] },
  }
}

function isRefused(flag: string): boolean {
  const until = refusedUntil.get(flag)
  if (until === undefined || until > Date.now()) return until !== undefined
  refusedUntil.delete(flag)
  return false
}

function remember(flag: string): void {
  const [oldest] = refusedUntil.keys()
  if (refusedUntil.size >= MOST_ENTRIES && oldest !== undefined) refusedUntil.delete(oldest)
  refusedUntil.set(flag, Date.now() + LIFETIME)
}
