import type { ResponseCreateParams } from 'openai/resources/responses/responses'

import type { NamespacedName } from './namespaces.ts'
import type { SharedResponseContext } from '../converse/response-context.ts'

/** What a response repeats of its request. */
export type ResponseEcho = Pick<
  ResponseCreateParams,
  | 'instructions'
  | 'max_output_tokens'
  | 'max_tool_calls'
  | 'metadata'
  | 'parallel_tool_calls'
  | 'prompt_cache_key'
  | 'prompt_cache_retention'
  | 'reasoning'
  | 'safety_identifier'
  | 'temperature'
  | 'text'
  | 'tool_choice'
  | 'tools'
  | 'top_logprobs'
  | 'top_p'
  | 'truncation'
  | 'user'
>

/** What the translation of an answer must remember of its request. Made by `toResponsesConverseRequest`; never mutated. */
export interface ResponsesContext extends SharedResponseContext {
  /** The caller's names of custom tools: calls of them are `custom_tool_call` items. */
  readonly customTools: ReadonlySet<string>
  /** Tools of the caller's namespaces, by the name that the translation knows them by: calls of them name both. */
  readonly namespaces?: ReadonlyMap<string, NamespacedName>
  readonly echo: ResponseEcho
}
