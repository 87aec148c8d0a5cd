import type { ConverseResponse, StopReason } from '@aws-sdk/client-bedrock-runtime'

import { WarningCollector, type Translated } from '../../context.ts'
import { isObject } from '../../json-shape.ts'
import { TranslationError } from '../../translation-error.ts'
import { toStopReason } from '../status.ts'
import { toConverseUsage } from '../usage.ts'
import { toOutputBlocks } from './output-item.ts'
import { throwResponseFailure } from './reported-failure.ts'

/** What an answer of the Responses API does not say of itself. */
export interface ResponsesAnswerFacts {
  /** The family of the model that answers: only that family can take its encrypted reasoning back. Default: the answer's `model`. */
  readonly family?: string | undefined
  /** How long the answer took, in milliseconds; 0 if it was not measured. */
  readonly latencyMs?: number
}

/**
 * OpenAI Responses → Converse: a whole answer, for a caller of Bedrock.
 *
 * @param response - the answer as it came, of untrusted shape
 * @returns the answer as the AWS SDK types it, without `$metadata`. Tool arguments that are not a JSON object give an empty input and
 *   `malformed_tool_use`, or `max_tokens` where the answer was cut
 * @throws TranslationError (502) for what is no finished response, and with the status of a failure that it reports
 */
export function toConverseFromResponse(
  response: unknown,
  facts: ResponsesAnswerFacts = {},
): Translated<ConverseResponse> {
  throwResponseFailure(response)
  if (!isObject(response) || !Array.isArray(response['output'])) throw noAnswer()
  const { output, status, model, usage, incomplete_details: details } = response
  if (status === 'queued' || status === 'in_progress') throw noAnswer()
  const warnings = new WarningCollector()
  const family = facts.family ?? (typeof model === 'string' ? model : '')
  const items = output.map((item: unknown, index) => toOutputBlocks(item, index, family, warnings))
  const content = items.flatMap(({ blocks }) => blocks)
  const ended = toStopReason(
    status,
    isObject(details) ? details['reason'] : undefined,
    content.some(({ toolUse }) => toolUse !== undefined),
  )
  // Arguments that the limit cut short are no mistake of the model's.
  const isMalformed = ended !== 'max_tokens' && items.some(({ malformed }) => malformed)
  const stopReason: StopReason = isMalformed ? 'malformed_tool_use' : ended
  const value: ConverseResponse = {
    output: { message: { role: 'assistant', content } },
    stopReason,
    usage: toConverseUsage(usage),
    metrics: { latencyMs: facts.latencyMs ?? 0 },
  }
  return { value, warnings: warnings.list() }
}

function noAnswer(): TranslationError {
  return new TranslationError('The backend answered without a finished response.', {
    status: 502,
    type: 'server_error',
    code: 'empty_answer',
  })
}
