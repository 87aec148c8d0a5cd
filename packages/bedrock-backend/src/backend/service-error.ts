import { createRedactor, type HttpAnswer, isRecord, parseJSON, secretsInHeaders } from '@patchbay/core'
import { readText } from '@patchbay/core/transport'
import { toOpenAIError, type BedrockError } from '@patchbay/translator'

import { RequestFailure } from '../request-failure.ts'
import { passedHeaders } from './passed-headers.ts'

/**
 * A failure of the service, by HTTP status or in an event stream, in OpenAI's words.
 *
 * @param promptField the caller's field that holds the prompt
 */
export function toRequestFailure(error: BedrockError, promptField?: string): RequestFailure {
  const { status, headers, body } = toOpenAIError(error, promptField)
  const { message, type, code, param } = body.error
  const { 'content-type': _json, ...passed } = headers
  return new RequestFailure(message, { status, type, code, param }, passed)
}

/**
 * Reads an answer that reports a failure by its status.
 *
 * @param promptField the caller's field that holds the prompt
 * @param sent the headers of the request: the service quotes them where it refuses a signature, the session's token among them
 */
export async function readServiceError(
  answer: HttpAnswer,
  promptField?: string,
  sent: Readonly<Record<string, string>> = {},
): Promise<RequestFailure> {
  const text = createRedactor(secretsInHeaders(Object.entries(sent))).json(await readText(answer.body))
  const body = parse(text)
  const openAI = openAIFailure(body, answer)
  if (openAI !== undefined) return openAI
  const type = errorType(
    answer.header('x-amzn-errortype') ?? nonEmptyText(body['__type']) ?? nonEmptyText(body['code']),
  )
  const message =
    nonEmptyText(body['message']) ?? nonEmptyText(body['Message']) ?? plainText(text, answer.status)
  const error = {
    // Not even a redirect is followed: the signature is for this host.
    status: answer.status >= 400 ? answer.status : 502,
    type,
    message,
    requestId: answer.header('x-amzn-requestid'),
    retryAfter: answer.header('retry-after'),
  }
  return toRequestFailure(error, promptField)
}

/**
 * Bedrock answers an operation that it does not know with status 200, and says so in the body only.
 * `undefined` when the body is an answer.
 */
export function unknownOperation(body: unknown): RequestFailure | undefined {
  const output = typeof body === 'object' && body !== null && 'Output' in body ? body.Output : undefined
  const type = typeof output === 'object' && output !== null && '__type' in output ? output.__type : undefined
  if (typeof type !== 'string') return undefined
  return toRequestFailure({
    status: 404,
    type: errorType(type),
    message: `Amazon Bedrock knows no such operation (${errorType(type)}): is the endpoint one of bedrock-runtime?`,
  })
}

/** An error envelope of OpenAI's shape, as Bedrock's endpoint of that shape sends it: kept as it is. */
function openAIFailure(body: Record<string, unknown>, answer: HttpAnswer): RequestFailure | undefined {
  const error = body['error']
  if (typeof error !== 'object' || error === null) return undefined
  const { message, type, code, param } = error as Record<string, unknown>
  if (typeof message !== 'string' || answer.status < 400) return undefined
  const retryAfter = answer.header('retry-after')
  return new RequestFailure(
    message,
    {
      status: answer.status,
      ...(typeof type === 'string' ? { type } : {}),
      code: typeof code === 'string' ? code : null,
      param: typeof param === 'string' ? param : null,
    },
    { ...passedHeaders(answer), ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }) },
  )
}

/** `com.amazon.coral.service#ThrottlingException:http://...` → `ThrottlingException`. */
function errorType(text: string | undefined): string {
  return text?.split('#').at(-1)?.split(':')[0]?.trim() ?? ''
}

function parse(text: string): Record<string, unknown> {
  const value = parseJSON(text)
  return isRecord(value) ? value : {}
}

function nonEmptyText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A proxy in between may answer with an HTML page instead. */
function plainText(text: string, status: number): string {
  const trimmed = text.trim()
  const readable =
    trimmed !== '' && trimmed.length <= 500 && !trimmed.startsWith('<') && !trimmed.startsWith('{')
  return readable ? trimmed : `Amazon Bedrock answered with status ${status}.`
}
