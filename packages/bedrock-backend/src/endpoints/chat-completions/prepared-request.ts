import type { RouteRequest, Warning } from '@patchbay/core'
import {
  encodeModelId,
  toConverseJson,
  type ResponseContext,
  type TranslationContext,
  type toConverseRequest,
} from '@patchbay/translator'

import type { Services } from '../../backend/backend.ts'
import type { Caller } from '../../backend/bedrock-caller.ts'
import type { HttpAnswer } from '../../transport/http-client.ts'

/** One chat completion on its way: what was asked, in both languages, and what its answer needs. */
export interface PreparedRequest {
  readonly request: RouteRequest
  readonly services: Services
  readonly context: TranslationContext
  readonly responseContext: ResponseContext
  readonly input: ReturnType<typeof toConverseRequest>['value']
  /** How many answers: that many calls are made side by side. */
  readonly choices: number
  /** Of the request's translation; handed to the handlers already. */
  readonly warnings: readonly Warning[]
}

/** Converse's two operations: the last segment of their path, and the type of their answers. */
const OPERATIONS = {
  converse: 'application/json',
  'converse-stream': 'application/vnd.amazon.eventstream',
} as const

/**
 * Makes the calls of an prepared at the same time. When one fails the others are given up, and its failure is theirs.
 *
 * @param read turns a call's answer into what the caller wants of it
 */
export async function callAll<Result>(
  prepared: Pick<PreparedRequest, 'context' | 'choices' | 'input' | 'request' | 'services'>,
  operation: keyof typeof OPERATIONS,
  read: (answer: HttpAnswer) => Promise<Result>,
): Promise<Result[]> {
  const { services, context, input, request, choices } = prepared
  const id = context.model.id
  const call = {
    service: 'bedrock-runtime',
    method: 'POST',
    path: `/model/${encodeModelId(id)}/${operation}`,
    accept: OPERATIONS[operation],
    body: JSON.stringify(toConverseJson(input)),
    model: id,
  } as const
  if (choices === 1) return [await read(await services.call(call, request))]
  const others = new AbortController()
  const signal =
    request.signal === undefined ? others.signal : AbortSignal.any([request.signal, others.signal])
  const caller: Caller = { client: request.client, init: request.init, signal }
  try {
    return await Promise.all(
      Array.from({ length: choices }, async () => read(await services.call(call, caller))),
    )
  } catch (error) {
    others.abort()
    throw error
  }
}
