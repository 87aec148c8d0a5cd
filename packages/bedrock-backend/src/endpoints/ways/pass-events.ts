import {
  concatenateBytes,
  createEventSplitter,
  type HttpBody,
  isRecord,
  parseJSON,
  type RouteRequest,
} from '@patchbay/core'

import { inStreamFailure } from '../../backend/failure.ts'
import { interruptedStream, RequestFailure } from '../../request-failure.ts'
import { dataEvent, namedEvent } from '../../server-sent-events.ts'
import type { ConversationProtocol } from '../conversation/protocol.ts'
import { eventData } from './event-text.ts'
import { toMidStreamFailure } from './mid-stream-failure.ts'

/** What is known of an API's streams. */
export interface EventRules {
  /** The event with this data ends the answer. */
  readonly isLast: (data: string) => boolean
  /** The event says that the answer failed. */
  readonly isFailure: (event: Readonly<Record<string, unknown>>) => boolean
  /** Clients read nothing but named events: one without a name gets its type as the name. */
  readonly named: boolean
  /** The connection may end long after the last event: the answer ends with that. */
  readonly endsAtLast?: boolean
  /** The calls of an answer are counted from one. */
  readonly callsFromOne?: boolean
  /** Undoes in the JSON of an event what was changed in the request. */
  readonly restore?: (type: string, json: string) => readonly string[]
  /** Told the data of every event. */
  readonly observe?: (data: string) => void
  /** Told the id of the answer, once. */
  readonly onResponse?: (id: unknown) => void
  /** Told once how the stream ends: with the error, or with nothing where its reader leaves. */
  readonly onEnd?: (outcome: 'ok' | 'error' | 'aborted', error?: unknown) => void
}

type Bytes = Uint8Array<ArrayBuffer>

/**
 * A stream of server-sent events, handed on as it is but for what the rules say. A failure among the events, a connection that
 * breaks and a stream that ends before its last event become the client's own error. Bytes are pulled only when the reader wants
 * some; leaving closes the upstream. Clients leave at the last event: it is handed on with the upstream's end, so that the
 * connection is kept.
 */
export function passEvents(
  body: HttpBody,
  rules: EventRules,
  { client, signal }: Pick<RouteRequest, 'client' | 'signal'>,
  headers: Readonly<Record<string, string>>,
  toFailureEvent: ConversationProtocol<never, never>['toFailureEvent'],
): ReadableStream<Bytes> {
  const reader = createReader(body, rules)
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        try {
          const text = await reader.next()
          if (text !== undefined) return controller.enqueue(encoder.encode(text))
          rules.onEnd?.('ok')
          controller.close()
        } catch (error) {
          rules.onEnd?.('error', error)
          const failure = inStreamFailure(error, signal, client, headers)
          if ('error' in failure) return controller.error(failure.error)
          const event = toFailureEvent?.(failure.event, headers) ?? failure.event
          controller.enqueue(
            encoder.encode(rules.named ? namedEvent('error', JSON.stringify(event)) : dataEvent(event)),
          )
          controller.close()
        }
      },
      cancel() {
        rules.onEnd?.('aborted')
        body.cancel()
      },
    },
    { highWaterMark: 0 },
  )
}

const encoder = new TextEncoder()

function createReader(body: HttpBody, rules: EventRules): { next(): Promise<string | undefined> } {
  const splitter = createEventSplitter()
  const decoder = new TextDecoder()
  let state: 'first' | 'running' | 'last' | 'ended' = 'first'
  let failure: RequestFailure | undefined

  const take = (event: string): string => {
    const data = eventData(event)
    if (data === '') return event
    if (state === 'first') {
      state = 'running'
      rules.onResponse?.(readResponseId(data))
    }
    rules.observe?.(data)
    if (rules.isLast(data)) state = 'last'
    else if (data.includes('error')) {
      const value = parseJSON(data)
      if (isRecord(value) && rules.isFailure(value)) {
        failure = toMidStreamFailure(value)
        return ''
      }
    }
    return repair(event, data, rules)
  }

  /** All events up to a failure, which is reported after them. */
  const takeAll = (pieces: readonly Bytes[]): string => {
    let text = ''
    for (const event of splitter.split(concatenateBytes(pieces))) {
      if (failure !== undefined) break
      text += take(decoder.decode(event))
    }
    return text
  }

  const readPiece = async (): Promise<Bytes | undefined> => {
    const bytes = await body.read().catch((error: unknown) => {
      throw interruptedStream(error)
    })
    return bytes === undefined ? undefined : new Uint8Array(bytes)
  }

  return {
    async next() {
      for (;;) {
        if (failure !== undefined) {
          body.cancel()
          throw failure
        }
        if (state === 'ended') return undefined
        const bytes = await readPiece()
        let text = takeAll(bytes === undefined ? splitter.rest() : splitter.push(bytes))
        if (state === 'last' && rules.endsAtLast === true) {
          state = 'ended'
          // Read to its end all the same, so that the connection is used again.
          drain(body)
        } else if (state === 'last') {
          for (let rest = await readPiece(); rest !== undefined; rest = await readPiece()) {
            text += takeAll(splitter.push(rest))
          }
          text += takeAll(splitter.rest())
          state = 'ended'
        } else if (bytes === undefined) {
          if (failure === undefined) failure = truncated()
        }
        if (text !== '') return text
      }
    },
  }
}

function readResponseId(data: string): unknown {
  const event = parseJSON(data)
  return isRecord(event) && isRecord(event['response']) ? event['response']['id'] : undefined
}

function repair(event: string, data: string, { named, callsFromOne, restore }: EventRules): string {
  if (callsFromOne === true && data.includes('"tool_calls"')) return countFromZero(event, data)
  const restored = restore?.(typeOf(data), data)
  if (restored !== undefined && (restored.length !== 1 || restored[0] !== data)) {
    return restored.map((json) => namedEvent(typeOf(json), json)).join('')
  }
  return named && !/^event:/m.test(event) ? namedEvent(typeOf(data), data) : event
}

function typeOf(json: string): string {
  const value = parseJSON(json)
  return isRecord(value) && typeof value['type'] === 'string' ? value['type'] : 'message'
}

/** Clients count the calls of an answer from zero, and would show an empty one before the first. */
function countFromZero(event: string, data: string): string {
  const chunk = parseJSON(data)
  if (!isRecord(chunk) || !Array.isArray(chunk['choices'])) return event
  const choices = chunk['choices'].map((choice: unknown) => {
    if (!isRecord(choice) || !isRecord(choice['delta']) || !Array.isArray(choice['delta']['tool_calls']))
      return choice
    const tool_calls = choice['delta']['tool_calls'].map((call: unknown) =>
      isRecord(call) && typeof call['index'] === 'number'
        ? { ...call, index: Math.max(0, call['index'] - 1) }
        : call,
    )
    return { ...choice, delta: { ...choice['delta'], tool_calls } }
  })
  return dataEvent({ ...chunk, choices })
}

function drain(body: HttpBody): void {
  const next = async (): Promise<void> => {
    while ((await body.read()) !== undefined);
  }
  next().catch(() => undefined)
}

function truncated(): RequestFailure {
  return new RequestFailure('The stream from Bedrock ended before the answer was complete.', {
    status: 502,
    type: 'server_error',
    code: 'stream_truncated',
  })
}
