import type { ConverseResponse } from '@aws-sdk/client-bedrock-runtime'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'

import type { Translated, TranslationContext } from '../../context.ts'
import { createAnswerState } from './answer-blocks.ts'
import { toConverseEvents } from './converse-events.ts'
import type { ResponseBody } from '../openai-types.ts'
import type { ResponsesResponseContext } from '../response-context.ts'
import { finish, pushEvent } from './stream.ts'
import { takeEvents } from '../output-events.ts'

/** A whole answer, and the events that it would have come by. */
export interface WholeResponse {
  readonly response: ResponseBody
  /** For models whose tools do not work on a stream. */
  readonly events: readonly ResponseStreamEvent[]
}

/**
 * Converse → Responses: a whole answer. It is what a stream of it would have ended with, so that the two cannot differ.
 * The service's word is taken as it comes: block kinds and stop reasons that are not known here give a warning.
 *
 * @param output - the answer as the AWS SDK types it (bytes as `Uint8Array`)
 * @param responseContext - what the request's translation left for this
 */
export function toResponse(
  output: Partial<ConverseResponse>,
  responseContext: ResponsesResponseContext,
  context: TranslationContext,
): Translated<WholeResponse> {
  const state = createAnswerState(responseContext, context)
  for (const event of toConverseEvents(output, state.warnings)) pushEvent(state, event)
  finish(state)
  // `finish` has made it.
  const response = state.response as ResponseBody
  return {
    value: { response, events: takeEvents(state.output.sink) },
    warnings: state.warnings.list(),
  }
}
