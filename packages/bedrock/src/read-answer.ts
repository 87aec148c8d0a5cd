import { type BedrockCommand, isRecord, parseJSON, refusalTime } from '@patchbay/core'
import { readBytes } from './body-bytes.ts'
import type { Call } from './call.ts'
import { errorAnswer } from './exceptions.ts'
import { copyMessage, type HttpResponse } from './smithy.ts'

const STREAMS = new Set(['ConverseStreamCommand', 'InvokeModelWithResponseStreamCommand'])
const EVENT_STREAM = 'application/vnd.amazon.eventstream'

/**
 * What the SDK's deserializer gets to see of a gateway's answer. AWS's own answers stay as they are; a failure in the
 * gateway's shape becomes one in AWS's, so that the caller gets an exception of their SDK.
 *
 * The `Date` is taken out: the SDK sets its clock by it, and with a gateway's clock every later signature for AWS would
 * be wrong. Where AWS refused a signature for its time, the time that AWS names takes its place.
 *
 * @param sent the headers of the request, whose secrets must not appear in a message.
 */
export async function readAnswer(
  response: HttpResponse,
  call: Call,
  command: BedrockCommand,
  sent: Headers,
): Promise<HttpResponse> {
  const headers = readableHeaders(response.headers)
  if (response.statusCode >= 300) return readFailure(copyMessage(response, { headers }), call, command, sent)
  if (isJSON(headers)) return readJSON(copyMessage(response, { headers }), call, command, sent)
  const type = headers['content-type'] ?? 'no content type'
  if (STREAMS.has(command.name) && !type.startsWith(EVENT_STREAM)) {
    await readBytes(response.body)
    return errorAnswer(
      502,
      `The gateway "${call.route}" answered with ${type}, not with Bedrock's ${EVENT_STREAM}.`,
    )
  }
  return copyMessage(response, { headers })
}

async function readFailure(
  response: HttpResponse,
  call: Call,
  command: BedrockCommand,
  sent: Headers,
): Promise<HttpResponse> {
  const { statusCode, headers } = response
  const bytes = await readBytes(response.body)
  if (isAwsFailure(headers, bytes))
    return copyMessage(response, { headers: datedByAws(headers, bytes), body: bytes })
  if (statusCode < 400) {
    const text = `The gateway "${call.route}" answered with a redirect (${statusCode}), which is not followed: it would send the request and its keys to another server.`
    return errorAnswer(statusCode, text, headers)
  }
  const answer = await call.gateway.answer(webResponse(statusCode, headers, bytes), command, sent)
  return errorAnswer(statusCode, messageIn(await answer.text()), headers)
}

/** A rejection of a guardrail may come as a success. */
async function readJSON(
  response: HttpResponse,
  call: Call,
  command: BedrockCommand,
  sent: Headers,
): Promise<HttpResponse> {
  const { statusCode, headers } = response
  const bytes = await readBytes(response.body)
  const answer = await call.gateway.answer(webResponse(statusCode, headers, bytes), command, sent)
  if (answer.status >= 400) return errorAnswer(answer.status, messageIn(await answer.text()), headers)
  if (STREAMS.has(command.name)) {
    return errorAnswer(
      502,
      `The gateway "${call.route}" answered with JSON, not with Bedrock's ${EVENT_STREAM}.`,
      headers,
    )
  }
  return copyMessage(response, { body: bytes })
}

/** Lower case, without `date`; a gateway's own name of the request's id is made known to the SDK. */
function readableHeaders(given: Readonly<Record<string, string>>): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) headers[name.toLowerCase()] = value
  delete headers['date']
  const id = headers['x-request-id']
  if (id !== undefined) headers['x-amzn-requestid'] ??= id
  return headers
}

function isJSON(headers: Readonly<Record<string, string>>): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(headers['content-type'] ?? '')
}

/** Whether an answer names an exception of AWS, as the service does in a header and some of its front ends in the body. */
function isAwsFailure(headers: Readonly<Record<string, string>>, body: Uint8Array): boolean {
  if (headers['x-amzn-errortype'] !== undefined) return true
  const parsed = parse(new TextDecoder().decode(body))
  const type = parsed['__type'] ?? parsed['code']
  return typeof type === 'string' && /(?:Exception|Error)$/.test(type)
}

/** The time that AWS names where it refuses a signature for it, as the `Date` that the SDK's own correction reads. */
function datedByAws(headers: Record<string, string>, body: Uint8Array): Record<string, string> {
  const parsed = parse(new TextDecoder().decode(body))
  const message = parsed['message'] ?? parsed['Message']
  const type = exceptionName(headers['x-amzn-errortype'] ?? parsed['__type'] ?? parsed['code'])
  const time = typeof message === 'string' ? refusalTime({ type, message }) : undefined
  return time === undefined ? headers : { ...headers, date: new Date(time).toUTCString() }
}

/** `com.amazon.coral.service#InvalidSignatureException:http://...` → `InvalidSignatureException`. */
export function exceptionName(type: unknown): string | undefined {
  return typeof type === 'string' ? type.split('#').at(-1)?.split(':')[0] : undefined
}

/** A body has been read and decoded: what described it on the wire is not true any more. */
function webResponse(status: number, headers: Readonly<Record<string, string>>, body: Uint8Array): Response {
  const plain = new Headers(headers)
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) plain.delete(name)
  const empty = status === 204 || status === 205
  return new Response(empty ? null : (body as Uint8Array<ArrayBuffer>), { status, headers: plain })
}

function messageIn(envelope: string): string {
  const { error } = parse(envelope)
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined
  return typeof message === 'string' ? message : envelope
}

/** The members of a JSON object; none where a text is something else. */
function parse(text: string): Record<string, unknown> {
  const value = parseJSON(text)
  return isRecord(value) ? value : {}
}
