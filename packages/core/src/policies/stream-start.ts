import { isEventStream } from '../gateways/answer.ts'
import { isRecord } from '../internal/is-record.ts'
import { parseJSON } from '../internal/parse-json.ts'
import { createProgressMeter } from './body-progress.ts'
import { eventProgress } from './event-progress.ts'

/**
 * What the beginning of a stream is: a failure, which some gateways report as an event; content; or `undefined` as long as neither has
 * come.
 */
export type StreamStart = { readonly failure: Readonly<Record<string, unknown>> } | 'content' | undefined

/** Looks at the bytes of a stream as they come, until they tell what it begins with. `undefined` stands for its end. */
export type StreamStartReader = (bytes: Uint8Array | undefined) => StreamStart

/** Makes the reader of one answer's stream. */
export async function createStreamStartReader(response: Response): Promise<StreamStartReader> {
  if (isEventStream(response)) return createEventStartReader()
  const measure = await createProgressMeter(response)
  return (bytes) => (bytes !== undefined && measure(bytes) === 'content' ? 'content' : undefined)
}

async function createEventStartReader(): Promise<StreamStartReader> {
  // Loaded when it is needed: importing this package must stay cheap.
  const { createParser } = await import('eventsource-parser')
  const decoder = new TextDecoder()
  let start: StreamStart
  const parser = createParser({
    onEvent: ({ data, event }) => {
      start ??= startOf(data, event)
    },
    // A failure in a field of its own: https://github.com/ggml-org/llama.cpp/tree/master/tools/server#readme
    onError: ({ type, field, value }) => {
      if (type === 'unknown-field' && field === 'error') start ??= startOf(value ?? '', 'error')
    },
  })
  return (bytes) => {
    // An event that the end of the stream cuts off counts, too.
    parser.feed(bytes === undefined ? '\n\n' : decoder.decode(bytes, { stream: true }))
    return start
  }
}

function startOf(data: string, name: string | undefined): StreamStart {
  if (name === 'ping' || name === 'heartbeat') return undefined
  const event = parseJSON(data)
  if (isRecord(event)) {
    // The SDKs raise an error for such an event, whatever is beside it.
    if (isFailure(event)) return { failure: event }
    if (name === 'error') return { failure: { error: event } }
  }
  return eventProgress(data) === 'content' ? 'content' : undefined
}

/** `{ error }` (most gateways), `{ object: 'error' }` (vLLM), `{ type: 'error' }` (Anthropic, the Responses API). */
function isFailure({ error, object, type }: Readonly<Record<string, unknown>>): boolean {
  if (isRecord(error) || (typeof error === 'string' && error.trim() !== '')) return true
  return object === 'error' || type === 'error'
}
