import { isRecord } from '@patchbay/core'
import { isKnownBeta } from '@patchbay/translator'

import { RequestFailure } from '../../request-failure.ts'
import type { Conversation } from '../conversation/pipeline.ts'
import type { JsonBody } from '../read-body.ts'
import { createRefusalMemory } from './refusal-memory.ts'

/** The service's whole answer to a list that has a flag it does not know: it does not say which. */
const REFUSAL = /invalid beta flag/i

/** Flags that a request was refused with and that are not known to be taken. Of all routes. */
const memory = createRefusalMemory()

/**
 * A conversation that was refused for its beta flags, with those alone that Bedrock is known to take, and a warning. The others are
 * remembered, and left out at once for a while. `undefined` for every other failure, and where nothing would be left out.
 */
export function withoutRefusedBetas(conversation: Conversation, error: unknown): Conversation | undefined {
  if (!(error instanceof RequestFailure) || error.details.status !== 400) return undefined
  if (!REFUSAL.test(error.message)) return undefined
  const unknown = listAllBetas(conversation).filter((flag) => !isKnownBeta(flag))
  for (const flag of unknown) memory.refuse(flag)
  return without(conversation, new Set(unknown))
}

/** A conversation without the beta flags that were refused lately; the same one where it has none. */
export function withoutKnownRefusals(conversation: Conversation): Conversation {
  if (memory.isEmpty()) return conversation
  const refused = listAllBetas(conversation).filter(memory.isRefused)
  return without(conversation, new Set(refused)) ?? conversation
}

/** Members of a body that hold a list of flags, or the additional fields of a chat that have one. */
const HOLDERS = [undefined, 'additionalModelRequestFields', 'additional_model_request_fields'] as const
type Holder = (typeof HOLDERS)[number]

function holderOf(body: JsonBody, holder: Holder): JsonBody | undefined {
  const found = holder === undefined ? body : body[holder]
  return isRecord(found) ? found : undefined
}

function listBetas(holder: JsonBody | undefined): string[] {
  const given = holder?.['anthropic_beta']
  const list: readonly unknown[] =
    typeof given === 'string' ? given.split(',') : Array.isArray(given) ? given : []
  return list.flatMap((flag) => (typeof flag === 'string' && flag.trim() !== '' ? [flag.trim()] : []))
}

function listAllBetas({ body }: Conversation): string[] {
  return HOLDERS.flatMap((holder) => listBetas(holderOf(body, holder)))
}

function without(conversation: Conversation, refused: ReadonlySet<string>): Conversation | undefined {
  if (refused.size === 0) return undefined
  const { body, resolved } = conversation
  const message = `Bedrock refuses a beta flag of this request, and does not say which; not known to be taken, and left out: ${[...refused].join(', ')}.`
  const warnings = [...resolved.warnings]
  let cleaned: JsonBody = body
  for (const holder of HOLDERS) {
    const found = holderOf(cleaned, holder)
    if (found === undefined || !listBetas(found).some((flag) => refused.has(flag))) continue
    const kept = withoutFlags(found, refused)
    cleaned = holder === undefined ? kept : { ...cleaned, [holder]: kept }
    const field = holder === undefined ? 'anthropic_beta' : `${holder}.anthropic_beta`
    warnings.push({ code: 'refused_parameter', field, message })
  }
  return { ...conversation, body: cleaned, resolved: { ...resolved, warnings } }
}

function withoutFlags(holder: JsonBody, refused: ReadonlySet<string>): JsonBody {
  const { anthropic_beta: _betas, ...rest } = holder
  const kept = listBetas(holder).filter((flag) => !refused.has(flag))
  return kept.length === 0 ? rest : { ...rest, anthropic_beta: kept }
}
