import { refusesReasoning, withoutUnverifiedReasoning } from '@patchbay/translator'

import { REASONING_ORIGINS } from '../../backend/context.ts'
import { RequestFailure } from '../../request-failure.ts'
import type { Conversation } from '../conversation/pipeline.ts'

/**
 * A conversation whose reasoning the service has refused, less what is not known to be of the model's own family, and with a warning.
 * `undefined` for every other failure, and where nothing would be left out: then the failure stands.
 */
export function withoutRefusedReasoning(
  conversation: Conversation,
  error: unknown,
): Conversation | undefined {
  if (!(error instanceof RequestFailure) || error.details.status !== 400) return undefined
  if (!refusesReasoning(error.message, error.details.code)) return undefined
  const { body, resolved } = conversation
  const cleaned = withoutUnverifiedReasoning(body, resolved.facts.capabilities.family, REASONING_ORIGINS)
  if (cleaned === undefined) return undefined
  const warnings = [...resolved.warnings, cleaned.warning]
  return { ...conversation, body: cleaned.body, resolved: { ...resolved, warnings } }
}
