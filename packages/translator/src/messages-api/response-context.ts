import type { SharedResponseContext } from '../converse/response-context.ts'

/** What the translation of an answer must remember of its request. Made by `toMessagesConverseRequest`; never mutated. */
export interface MessagesResponseContext extends SharedResponseContext {
  /** The caller wants to see thinking: without that, the reasoning of models that always reason is left out. */
  readonly thinking: boolean
  /** About how many tokens the request has: what a stream says before the service has counted. Default 0. */
  readonly inputTokens?: number
}
