import {
  type BedrockCommand,
  createRedactor,
  isRecord,
  parseJSON,
  redactDocument,
  refusalTime,
  type Redactor,
  secretsInHeaders,
} from '@patchbay/core'
import { readBytes } from './body-bytes.ts'
import type { Call } from './call.ts'
import { errorAnswer } from './exceptions.ts'
import { redactExceptions } from './redact-exceptions.ts'
import { copyMessage, type HttpResponse } from './smithy.ts'

const STREAMS = new Set(['ConverseStreamCommand', 'InvokeModelWithResponseStreamCommand'])
const EVENT_STREAM = 'application/vnd.amazon.eventstream'
/** What a model answers may be anything, and its type with it. */
const ANY_TYPE = 'InvokeModelCommand'

/** An answer on its way to the SDK. */
interface Reading {
  readonly call: Call
  readonly command: BedrockCommand
  /** The headers of the request. */
  readonly sent: Headers
  readonly redactor: Redactor
}

/**
 * What the SDK's deserializer gets to see of a gateway's answer. AWS's own answers stay as they are, but for secrets that a
 * failure quotes; a failure in the gateway's shape becomes one in AWS's, so that the caller gets an exception of their SDK. A
 * success that is none, such as a login's page, is a 502.
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
  const redactor = call.gateway.redactor?.(command, sent) ?? createRedactor(secretsInHeaders(sent))
  const reading: Reading = { call, command, sent, redactor }
  const headers = readableHeaders(response.headers, redactor)
  const reason = response.reason === undefined ? undefined : redactor.text(response.reason)
  const readable = copyMessage(response, { headers, ...(reason !== undefined && { reason }) })
  if (response.statusCode >= 300) return readFailure(readable, reading)
  if (isJSON(headers)) return readJSON(readable, reading)
  if (STREAMS.has(command.name)) return readStream(readable, reading)
  return readOther(readable, reading)
}

async function readStream(response: HttpResponse, { call, redactor }: Reading): Promise<HttpResponse> {
  const type = response.headers['content-type'] ?? 'no content type'
  if (type.startsWith(EVENT_STREAM))
    return copyMessage(response, { body: redactExceptions(response.body, redactor) })
  await readBytes(response.body)
  return errorAnswer(
    502,
    `The gateway "${call.route}" answered with ${redactor.text(type)}, not with Bedrock's ${EVENT_STREAM}.`,
  )
}

/** The SDK reads JSON in everything but the body of an invocation. */
async function readOther(response: HttpResponse, { call, command }: Reading): Promise<HttpResponse> {
  const { statusCode, headers } = response
  if (statusCode === 204) return response
  const bytes = await readBytes(response.body)
  const text = new TextDecoder().decode(bytes)
  const isPage =
    /^\s*(?:text\/html|application\/xhtml)/i.test(headers['content-type'] ?? '') ||
    /^\s*<(?:!doctype\s+)?html/i.test(text)
  const isFine = command.name === ANY_TYPE ? bytes.length > 0 && !isPage : isRecord(parseJSON(text))
  return isFine ? copyMessage(response, { body: bytes }) : noAnswer(call, statusCode, isPage, text)
}

/** Whether a text of JSON is what the SDK reads: an object, but in the body of an invocation. */
function isReadable(text: string, { name }: BedrockCommand): boolean {
  const value = parseJSON(text)
  return name === ANY_TYPE ? value !== undefined : isRecord(value)
}

/** Nothing of a page is quoted: it may be a login's, with whatever that knows. */
function noAnswer({ route }: Call, status: number, isPage: boolean, text: string): HttpResponse {
  const other = text.trim() === '' ? 'nothing' : 'a text that is no JSON'
  return errorAnswer(
    502,
    `The gateway "${route}" answered with status ${status} and ${isPage ? 'an HTML page' : other} in place of an answer. ` +
      'Its address may be wrong, or something stands in front of it.',
  )
}

async function readFailure(
  response: HttpResponse,
  { call, command, sent, redactor }: Reading,
): Promise<HttpResponse> {
  const { statusCode, headers } = response
  const bytes = await readBytes(response.body)
  if (isAwsFailure(headers, bytes))
    return copyMessage(response, { headers: datedByAws(headers, bytes), body: redactBytes(bytes, redactor) })
  if (statusCode < 400) {
    const text = `The gateway "${call.route}" answered with a redirect (${statusCode}), which is not followed: it would send the request and its keys to another server.`
    return errorAnswer(statusCode, text, headers)
  }
  const answer = await call.gateway.answer(webResponse(statusCode, headers, bytes), command, sent)
  return errorAnswer(statusCode, redactor.text(messageIn(await answer.text())), headers)
}

function redactBytes(bytes: Uint8Array, redactor: Redactor): Uint8Array {
  const text = new TextDecoder().decode(bytes)
  const redacted = redactor.json(text)
  return redacted === text ? bytes : new TextEncoder().encode(redacted)
}

/** A rejection of a guardrail may come as a success. */
async function readJSON(response: HttpResponse, reading: Reading): Promise<HttpResponse> {
  const { call, command, sent, redactor } = reading
  const { statusCode, headers } = response
  const bytes = await readBytes(response.body)
  const answer = await call.gateway.answer(webResponse(statusCode, headers, bytes), command, sent)
  if (answer.status >= 400)
    return errorAnswer(answer.status, redactor.text(messageIn(await answer.text())), headers)
  const text = new TextDecoder().decode(bytes)
  if (!isReadable(text, command)) return noAnswer(call, statusCode, text.trimStart().startsWith('<'), text)
  if (STREAMS.has(command.name)) {
    return errorAnswer(
      502,
      `The gateway "${call.route}" answered with JSON, not with Bedrock's ${EVENT_STREAM}.`,
      headers,
    )
  }
  const redacted = redactDocument(text, redactor)
  return copyMessage(response, { body: redacted === text ? bytes : new TextEncoder().encode(redacted) })
}

/** Lower case, without `date` and without secrets; a gateway's own name of the request's id is made known to the SDK. */
function readableHeaders(
  given: Readonly<Record<string, string>>,
  redactor: Redactor,
): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) headers[name.toLowerCase()] = value
  const all = Object.values(headers).join('\n')
  if (redactor.text(all) !== all)
    for (const [name, value] of Object.entries(headers)) headers[name] = redactor.text(value)
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
