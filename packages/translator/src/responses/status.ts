import { toFinishReason, type FinishReason } from '../converse/finish-reason.ts'

/** How an answer ended, in the words of the Responses API. */
export type ResponseEnding =
  | { readonly status: 'completed'; readonly incomplete_details: null }
  | {
      readonly status: 'incomplete'
      readonly incomplete_details: { readonly reason: 'max_output_tokens' | 'content_filter' }
    }

const COMPLETED: ResponseEnding = { status: 'completed', incomplete_details: null }
const CUT: ResponseEnding = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }
const FILTERED: ResponseEnding = { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }

const ENDINGS = {
  stop: COMPLETED,
  tool_calls: COMPLETED,
  function_call: COMPLETED,
  length: CUT,
  content_filter: FILTERED,
} as const satisfies Record<FinishReason, ResponseEnding>

/** Converse → Responses: the status that a stop reason stands for. Unknown reasons count as complete. */
export function toResponseEnding(stopReason: string | undefined): ResponseEnding {
  return ENDINGS[toFinishReason(stopReason)]
}
