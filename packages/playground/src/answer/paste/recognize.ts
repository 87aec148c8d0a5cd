import { decodeBase64 } from '@patchbay/translator'

import type { AnswerProtocol, EventContent, PastedValue } from './pasted-answer.ts'

/** What a JSON value is: a whole answer, or one event of a stream. `any` is a failure that several protocols report alike. */
export interface Recognized {
  readonly protocol: AnswerProtocol | 'any'
  readonly isWhole: boolean
  readonly label: string
  readonly content: EventContent
  readonly shown: unknown
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html */
const CONVERSE_EVENTS = [
  'messageStart',
  'contentBlockStart',
  'contentBlockDelta',
  'contentBlockStop',
  'messageStop',
  'metadata',
]

/** https://docs.claude.com/en/docs/build-with-claude/streaming#event-types */
const CLAUDE_EVENTS = [
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
  'ping',
]

type JsonObject = Readonly<Record<string, unknown>>

/**
 * Says what a JSON value is.
 *
 * @returns why it is no part of an answer, in words, where it is none
 */
export function recognize(pasted: PastedValue): Recognized | string {
  const { value, name } = pasted
  if (!isObject(value)) return 'An event is a JSON object.'
  const found =
    recognizeWhole(value, pasted.text) ??
    recognizeConverse(value, name) ??
    recognizeClaude(value) ??
    recognizeResponses(value) ??
    recognizeChat(value) ??
    recognizeFailure(value)
  if (found !== undefined) return found
  if (Array.isArray(value['messages']) || 'input' in value)
    return 'This is a request and no answer: it belongs into the tab Request.'
  const members = Object.keys(value).slice(0, 5).join(', ')
  return `This is no answer of Converse, Claude, Responses or Chat Completions, and no event of one: ${members === '' ? 'it has no members' : `it has ${members}`}.`
}

function recognizeWhole(value: JsonObject, text: string): Recognized | undefined {
  const { output, content, choices } = value
  const whole = (protocol: AnswerProtocol, label: string): Recognized => ({
    protocol,
    isWhole: true,
    label,
    // The text goes along: the translator reads large integers from it.
    content: { kind: 'event', value: { json: value, text } },
    shown: value,
  })
  if (isObject(output) && isObject(output['message'])) return whole('converse', 'Converse')
  if (value['type'] === 'message' && Array.isArray(content)) return whole('claude', 'Message')
  if (value['object'] === 'response' && typeof value['type'] !== 'string')
    return whole('responses', 'Response')
  const [choice] = Array.isArray(choices) ? (choices as unknown[]) : []
  if (isObject(choice) && isObject(choice['message'])) return whole('chat-completions', 'ChatCompletion')
  return undefined
}

function recognizeConverse(value: JsonObject, name: string | undefined): Recognized | undefined {
  if (name !== undefined && CONVERSE_EVENTS.includes(name) && !(name in value))
    return recognizeMessage({ kind: 'event', type: name, payload: value })
  if (name === 'chunk' && 'bytes' in value)
    return recognizeMessage({ kind: 'event', type: name, payload: value })
  const type = Object.keys(value).find((key) => CONVERSE_EVENTS.includes(key) || isException(key, value[key]))
  if (type !== undefined && isException(type, value[type])) {
    const { message } = value[type] as { message?: unknown }
    return recognizeMessage({ kind: 'failure', type, message: typeof message === 'string' ? message : '' })
  }
  if (type !== undefined) return recognizeMessage({ kind: 'event', type, payload: value[type] })
  return isObject(value['chunk']) && 'bytes' in value['chunk']
    ? recognizeMessage({ kind: 'event', type: 'chunk', payload: value['chunk'] })
    : undefined
}

function isException(key: string, value: unknown): boolean {
  return key.endsWith('Exception') && isObject(value)
}

/** A message of an event stream, as `readMessage` gives it. */
export type StreamMessage =
  | { readonly kind: 'event'; readonly type: string; readonly payload: unknown }
  | { readonly kind: 'failure'; readonly type: string; readonly message: string }

/** Says what a message of an event stream is; those of InvokeModelWithResponseStream hold an event of the model's own. */
export function recognizeMessage(message: StreamMessage): Recognized | undefined {
  if (message.kind === 'failure') {
    const { type, message: text } = message
    const error = { type, message: text }
    return failure('any', type, error, { [type]: { message: text } })
  }
  const { type, payload } = message
  if (type === 'chunk') {
    const inner = readChunk(payload)
    return inner === undefined ? undefined : recognizeClaude(inner)
  }
  return {
    protocol: 'converse',
    isWhole: false,
    label: type,
    content: { kind: 'event', value: { type, payload } },
    shown: { [type]: payload },
  }
}

/** The JSON in the bytes of a chunk. */
function readChunk(payload: unknown): JsonObject | undefined {
  const bytes =
    isObject(payload) && typeof payload['bytes'] === 'string' ? decodeBase64(payload['bytes']) : undefined
  if (bytes === undefined) return undefined
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function recognizeClaude(value: JsonObject): Recognized | undefined {
  const { type, error } = value
  if (typeof type === 'string' && CLAUDE_EVENTS.includes(type)) return event('claude', type, value)
  return type === 'error' && isObject(error) ? event('any', 'error', value) : undefined
}

function recognizeResponses(value: JsonObject): Recognized | undefined {
  const { type } = value
  const isOurs = typeof type === 'string' && (type.startsWith('response.') || type === 'keepalive')
  if (isOurs) return event('responses', type, value)
  return type === 'error' && 'message' in value ? event('responses', 'error', value) : undefined
}

function recognizeChat(value: JsonObject): Recognized | undefined {
  const { object, choices, error } = value
  if (object === 'chat.completion.chunk' || Array.isArray(choices))
    return event('chat-completions', 'chunk', value)
  return error !== undefined && error !== null ? event('any', 'error', value) : undefined
}

/** The body of an error of AWS's: it names the exception, or says at least what it says. */
function recognizeFailure(value: JsonObject): Recognized | undefined {
  const { __type: type, message = value['Message'] } = value
  if (typeof type !== 'string') return undefined
  const name = type.split('#').at(-1) ?? type
  return failure('any', name, { type: name, message: typeof message === 'string' ? message : '' }, value)
}

function event(protocol: Recognized['protocol'], label: string, value: JsonObject): Recognized {
  return { protocol, isWhole: false, label, content: { kind: 'event', value }, shown: value }
}

function failure(
  protocol: Recognized['protocol'],
  label: string,
  error: { readonly type: string; readonly message: string },
  shown: unknown,
): Recognized {
  return { protocol, isWhole: false, label, content: { kind: 'failure', error }, shown }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
