import { wholeAnswer, type Answer, type AnswerHeaders, type WholeAnswer } from '../exchange/answer.ts'
import type { ErrorReply, Reply } from './reply.ts'
import { ERROR_STATUS } from './service-error.ts'

const DEFAULT_MESSAGES: Readonly<Record<string, string>> = {
  InternalServerException:
    'The system encountered an unexpected error during processing. Try your request again.',
  ModelNotReadyException: 'Model is not ready for inference.',
  ModelTimeoutException: 'Model has timed out in processing the request. Try your request again.',
  ServiceUnavailableException: 'Bedrock is unable to process your request.',
  ThrottlingException: 'Too many requests, please wait before trying again.',
}

/** JSON the way the service sends it. Bytes become base64. */
export function jsonAnswer(requestId: string, body: unknown, headers: AnswerHeaders = {}): WholeAnswer {
  return wholeAnswer(200, JSON.stringify(body, base64Bytes), {
    'x-amzn-requestid': requestId,
    'content-type': 'application/json',
    ...headers,
  })
}

/** What the service says when it refuses, or a scripted failure. */
export function errorAnswer(requestId: string, error: ErrorReply['error']): WholeAnswer {
  const status = error.status ?? (ERROR_STATUS as Readonly<Record<string, number>>)[error.type] ?? 500
  const message = error.message ?? DEFAULT_MESSAGES[error.type] ?? 'The request failed.'
  return wholeAnswer(status, JSON.stringify({ message }), {
    'x-amzn-requestid': requestId,
    'content-type': 'application/json',
    'x-amzn-errortype': errorTypeHeader(error.type),
    ...(error.retryAfter !== undefined && { 'retry-after': `${error.retryAfter}` }),
    ...error.headers,
  })
}

/** A path that no operation has: HTTP 200, and the failure in the body only. */
export function unknownOperationAnswer(requestId: string): WholeAnswer {
  const body = { Output: { __type: 'com.amazon.coral.service#UnknownOperationException' }, Version: '1.0' }
  return jsonAnswer(requestId, body)
}

/** The kinds of reply that need no operation; `undefined` for the others. */
export function plainAnswer(requestId: string, reply: Reply): Answer | undefined {
  if ('error' in reply) return errorAnswer(requestId, reply.error)
  if ('disconnect' in reply) return 'disconnect'
  if (!('raw' in reply)) return undefined
  const { status, headers = {}, body = '' } = reply.raw
  return { status, headers, body: Buffer.from(body) }
}

/** Failures of the framework rather than of Bedrock: authentication and parsing. */
const FRAMEWORK_ERRORS = new Set([
  'ExpiredTokenException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'SerializationException',
  'UnrecognizedClientException',
])

/** The service puts a namespace behind the type, and clients have to take it off. */
function errorTypeHeader(type: string): string {
  if (!/^\w+Exception$/.test(type)) return type
  const namespace = FRAMEWORK_ERRORS.has(type) ? 'com.amazon.coral.service' : 'com.amazon.bedrock'
  return `${type}:http://internal.amazon.com/coral/${namespace}/`
}

/** `JSON.stringify` calls `toJSON` of a Buffer first, so both forms are known here. */
export function base64Bytes(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (isBufferJson(value)) return Buffer.from(value.data).toString('base64')
  return value
}

const isBufferJson = (value: unknown): value is { type: 'Buffer'; data: number[] } =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value
