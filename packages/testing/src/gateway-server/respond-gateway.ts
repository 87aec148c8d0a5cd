import type { ServerResponse } from 'node:http'

import { writeFrames, type Step } from '../loopback/write-frames.ts'
import type { EventStreamTiming, GatewayReply } from './gateway-reply.ts'

/** Sends OpenAI's error envelope. */
export function respondOpenAIError(
  response: ServerResponse,
  error: NonNullable<GatewayReply['error']>,
  headers: Readonly<Record<string, string>> = {},
): void {
  const { status, message = 'The request failed.', type = 'api_error', code = null, param = null } = error
  const body = JSON.stringify({ error: { message, type, param, code } })
  respondBody(response, status, body, {
    'content-type': 'application/json',
    ...(error.retryAfter !== undefined && { 'retry-after': `${error.retryAfter}` }),
    ...headers,
  })
}

/** Sends a whole body. */
export function respondBody(
  response: ServerResponse,
  status: number,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers })
  response.end(body)
}

/** Sends server-sent events. */
export async function respondEvents(
  response: ServerResponse,
  status: number,
  events: readonly unknown[],
  done: boolean,
  timing: EventStreamTiming = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  response.writeHead(status, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', ...headers })
  response.flushHeaders()
  const { errorAfter } = timing
  const sent = errorAfter ? [...events.slice(0, errorAfter.events), { error: errorAfter.error }] : events
  const last = done && !errorAfter && !timing.withoutDone ? ['[DONE]'] : []
  const steps = [...sent, ...last].map((event, index): Step => ({
    frame: Buffer.from(eventText(event)),
    waits: (timing.gates ?? []).filter((gate) => gate.event === index).map((gate) => gate.until),
  }))
  await writeFrames(response, steps, timing)
}

/** Responses name their events, chat completions do not. */
function eventText(event: unknown): string {
  if (typeof event === 'string') return `data: ${event}\n\n`
  const type = (event as { type?: unknown }).type
  const name = typeof type === 'string' && type.startsWith('response.') ? `event: ${type}\n` : ''
  return `${name}data: ${JSON.stringify(event)}\n\n`
}
