import type { RouteRequest, Warning } from '@patchbay/core'
import type { CompletionRequests, TranslationContext } from '@patchbay/translator'

import type { Services } from '../../backend/backend.ts'
import { mapConcurrently } from '../../backend/map-concurrently.ts'
import type { PreparedRequest } from '../chat-completions/prepared-request.ts'

/** One legacy completions request on its way. */
export interface PreparedCompletion {
  readonly request: RouteRequest
  readonly services: Services
  readonly context: TranslationContext
  readonly texts: CompletionRequests
  /** Of the request's translation; handed to the handlers already. */
  readonly warnings: readonly Warning[]
}

/** Calls at a time. */
const CONCURRENCY = 8

/**
 * Does `work` for every choice, in their order: each is an prepared of chat with a single answer, whose headers tell
 * the warnings of the whole.
 */
export function forEachChoice<Result>(
  { request, services, context, texts, warnings }: PreparedCompletion,
  work: (prepared: PreparedRequest) => Promise<Result>,
): Promise<Result[]> {
  const choices = texts.requests.flatMap((text) => Array.from({ length: texts.choicesPerPrompt }, () => text))
  return mapConcurrently(choices, CONCURRENCY, request.signal, ({ value, responseContext }, signal) =>
    work({
      request: { ...request, signal },
      services,
      context,
      responseContext,
      input: value,
      choices: 1,
      warnings,
    }),
  )
}
