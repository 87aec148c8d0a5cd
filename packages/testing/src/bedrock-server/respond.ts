import type { ServerResponse } from 'node:http'

import type { ErrorReply, RawReply } from './reply.ts'
import { ERROR_STATUS, type Rejection } from './service-error.ts'

const DEFAULT_MESSAGES: Readonly<Record<string, string>> = {
  InternalServerException:
    'The system encountered an unexpected error during processing. Try your request again.',
  ModelNotReadyException: 'Model is not ready for inference.',
  ModelTimeoutException: 'Model has timed out in processing the request. Try your request again.',
  ServiceUnavailableException: 'Bedrock is unable to process your request.',
  ThrottlingException: 'Too many requests, please wait before trying again.',
}

/** Sends JSON the way the service does. Bytes become base64. */
export function respondJson(
  response: ServerResponse,
  requestId: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  respondBytes(response, 200, requestId, Buffer.from(JSON.stringify(body, base64Bytes)), {
    'content-type': 'application/json',
    ...headers,
  })
}

/** Sends what the service says when it refuses. */
export function respondRejection(response: ServerResponse, requestId: string, rejection: Rejection): void {
  respondError(response, requestId, rejection)
}

/** Sends a scripted failure. */
export function respondError(response: ServerResponse, requestId: string, error: ErrorReply['error']): void {
  const status = error.status ?? (ERROR_STATUS as Readonly<Record<string, number>>)[error.type] ?? 500
  const message = error.message ?? DEFAULT_MESSAGES[error.type] ?? 'The request failed.'
  respondBytes(response, status, requestId, Buffer.from(JSON.stringify({ message })), {
    'content-type': 'application/json',
    'x-amzn-errortype': errorTypeHeader(error.type),
    ...(error.retryAfter !== undefined && { 'retry-after': `${error.retryAfter}` }),
    ...error.headers,
  })
}

/** A path that no operation has: HTTP 200, and the failure in the body only. */
export function respondUnknownOperation(response: ServerResponse, requestId: string): void {
  const body = { Output: { __type: 'com.amazon.coral.service#UnknownOperationException' }, Version: '1.0' }
  respondJson(response, requestId, body)
}

/** Sends an answer exactly as scripted. */
export function respondRaw(response: ServerResponse, { status, headers, body }: RawReply['raw']): void {
  response.writeHead(status, headers)
  response.end(body)
}

/** Begins an event stream. */
export function beginEventStream(
  response: ServerResponse,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(200, {
    'content-type': 'application/vnd.amazon.eventstream',
    'x-amzn-requestid': requestId,
    ...headers,
  })
  response.flushHeaders()
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

function respondBytes(
  response: ServerResponse,
  status: number,
  requestId: string,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, {
    'x-amzn-requestid': requestId,
    'content-length': body.length,
    ...headers,
  })
  response.end(body)
}

/** `JSON.stringify` calls `toJSON` of a Buffer first, so both forms are known here. */
export function base64Bytes(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (isBufferJson(value)) return Buffer.from(value.data).toString('base64')
  return value
}

const isBufferJson = (value: unknown): value is { type: 'Buffer'; data: number[] } =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value
