import type { RouteRequest } from '@patchbay/core'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import { DO_NOT_RETRY, RequestFailure } from '../../request-failure.ts'

/** A chat completion request, as far as the transport has to understand it. */
export interface ChatRequest {
  readonly body: ChatCompletionCreateParams
  readonly model: string | undefined
  readonly stream: boolean
  /** `n`, 1 by default. */
  readonly choices: number
}

/** OpenAI's own bound of `n`. */
const MOST_CHOICES = 128

/** @throws RequestFailure 400 when the body is no JSON object, or a field that the transport reads has a wrong type */
export function readChatRequest(request: RouteRequest): ChatRequest {
  const json = request.json()
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw invalid('The body of a chat completion request must be a JSON object.', null)
  }
  const { model, stream, n } = json as Record<string, unknown>
  if (model !== undefined && model !== null && typeof model !== 'string')
    throw invalid('`model` must be a string.', 'model')
  if (!isChoices(n)) throw invalid(`\`n\` must be a whole number from 1 to ${MOST_CHOICES}.`, 'n')
  return {
    body: withBetas(json as ChatCompletionCreateParams, request.headers.get('anthropic-beta')),
    model: model === null || model === '' ? undefined : model,
    stream: stream === true,
    choices: n ?? 1,
  }
}

function isChoices(n: unknown): n is number | null | undefined {
  return (
    n === undefined ||
    n === null ||
    (Number.isInteger(n) && (n as number) >= 1 && (n as number) <= MOST_CHOICES)
  )
}

/** Beta flags come in the body or, as Anthropic's own clients send them, in a header. */
function withBetas(body: ChatCompletionCreateParams, header: string | null): ChatCompletionCreateParams {
  if (header === null || 'anthropic_beta' in body) return body
  const flags = header.split(',').map((flag) => flag.trim())
  return { ...body, anthropic_beta: flags.filter((flag) => flag !== '') }
}

function invalid(message: string, param: string | null): RequestFailure {
  return new RequestFailure(message, { status: 400, param }, DO_NOT_RETRY)
}
