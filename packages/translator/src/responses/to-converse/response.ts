import type { ConverseResponse } from '@aws-sdk/client-bedrock-runtime'
import type { ResponseStreamEvent } from 'openai/resources/responses/responses'

import type { Translated, TranslationContext } from '../../context.ts'
import { createInputRestorer } from '../../converse/tool-input.ts'
import { createAnswerState, type AnswerState } from './answer-blocks.ts'
import { toConverseEvents } from './converse-events.ts'
import type { ResponseBody } from '../openai-types.ts'
import type { ResponsesContext } from '../response-context.ts'
import { finish, pushEvent } from './stream.ts'
import { takeEvents } from '../output-events.ts'

/** A whole answer, and the events of it as a stream. */
export interface WholeResponse {
  readonly response: ResponseBody
  /** For models that have no tool calls on streams. They are made when they are asked for. */
  readonly events: readonly ResponseStreamEvent[]
}

/**
 * Converse → Responses: a whole answer. It is made by the stream's translation, so that the two cannot differ.
 * Block kinds and stop reasons that are not known here give a warning.
 *
 * @param output - the answer as the AWS SDK types it (bytes as `Uint8Array`)
 * @param responseContext - what the request's translation returned for this
 */
export function toResponse(
  output: Partial<ConverseResponse>,
  responseContext: ResponsesContext,
  context: TranslationContext,
): Translated<WholeResponse> {
  const { response, warnings } = translate(output, responseContext, context, true)
  return {
    value: {
      // `finish` has made it.
      response: response as ResponseBody,
      get events() {
        return takeEvents(translate(output, responseContext, context, false).output.sink)
      },
    },
    warnings: warnings.list(),
  }
}

function translate(
  output: Partial<ConverseResponse>,
  responseContext: ResponsesContext,
  context: TranslationContext,
  silent: boolean,
): AnswerState {
  const state = createAnswerState(responseContext, context, silent)
  const restore = createInputRestorer(responseContext)
  for (const event of toConverseEvents(output, state.warnings))
    for (const restored of restore(event)) pushEvent(state, restored)
  finish(state)
  return state
}
