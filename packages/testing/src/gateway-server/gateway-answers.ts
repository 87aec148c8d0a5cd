import { wholeAnswer, type AnswerHeaders, type StreamedAnswer, type WholeAnswer } from '../exchange/answer.ts'
import type { Step } from '../exchange/send-frames.ts'
import type { EventStreamTiming, GatewayError } from './gateway-reply.ts'

/** A value as JSON. */
export function jsonAnswer(status: number, body: unknown, headers: AnswerHeaders = {}): WholeAnswer {
  return wholeAnswer(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers })
}

/** OpenAI's error envelope. */
export function openAIError(error: GatewayError, headers: AnswerHeaders = {}): WholeAnswer {
  const { status, message = 'The request failed.', type = 'api_error', code = null, param = null } = error
  return jsonAnswer(status, { error: { message, type, param, code } }, { ...retryAfter(error), ...headers })
}

/** Error types of Anthropic's API by status: https://platform.claude.com/docs/en/api/errors */
const ANTHROPIC_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  415: 'invalid_request_error',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

/** Anthropic's error envelope. The type follows from the status where none is given. */
export function anthropicError(error: GatewayError, headers: AnswerHeaders = {}): WholeAnswer {
  const { status, message = 'The request failed.', type = ANTHROPIC_TYPES[status] ?? 'api_error' } = error
  const body = { type: 'error', error: { type, message }, request_id: 'req_patchbay_testing' }
  return jsonAnswer(status, body, { ...retryAfter(error), ...headers })
}

const retryAfter = ({ retryAfter: seconds }: GatewayError): AnswerHeaders =>
  seconds === undefined ? {} : { 'retry-after': `${seconds}` }

/** How server-sent events are sent. */
interface EventsOptions {
  readonly status?: number
  /** `data: [DONE]` ends the stream. */
  readonly done: boolean
  /** Whether every event has its type as its name, as Anthropic's have. Those of the Responses API always have it. */
  readonly named?: boolean
  /** No event has a name: the type inside of the JSON is all there is. */
  readonly dataOnly?: boolean
  /** A comment comes before the first event, as services send while a model is silent. */
  readonly keepAlive?: boolean
  readonly timing?: EventStreamTiming | undefined
  readonly headers?: AnswerHeaders
}

/** Server-sent events. */
export function eventsAnswer(events: readonly unknown[], options: EventsOptions): StreamedAnswer {
  const { status = 200, done, named = false, dataOnly = false, timing = {}, headers = {} } = options
  const { errorAfter } = timing
  const whole = timing.withoutLast === true ? events.slice(0, -1) : events
  const sent = errorAfter ? [...events.slice(0, errorAfter.events), toErrorEvent(errorAfter, named)] : whole
  const last = done && !errorAfter && !timing.withoutDone ? ['[DONE]'] : []
  const texts = [...sent, ...last].map((event) => eventText(event, named, dataOnly))
  const frames = texts.map((text, index): Step => ({
    frame: Buffer.from(index === 0 && options.keepAlive === true ? `: keep-alive\n\n${text}` : text),
    waits: (timing.gates ?? []).filter((gate) => gate.event === index).map((gate) => gate.until),
  }))
  const head = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', ...headers }
  return { status, headers: head, frames, timing }
}

function toErrorEvent(
  { error, event }: NonNullable<EventStreamTiming['errorAfter']>,
  named: boolean,
): unknown {
  return event ?? { ...(named && { type: 'error' }), error }
}

/** Responses and Messages name their events, chat completions do not. */
function eventText(event: unknown, named: boolean, dataOnly: boolean): string {
  if (typeof event === 'string') return `data: ${event}\n\n`
  const type = (event as { type?: unknown }).type
  const hasName = !dataOnly && typeof type === 'string' && (named || type.startsWith('response.'))
  return `${hasName ? `event: ${type}\n` : ''}data: ${JSON.stringify(event)}\n\n`
}
