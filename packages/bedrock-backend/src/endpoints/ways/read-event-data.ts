import { concatenateBytes, createEventSplitter, type HttpBody, isRecord, parseJSON } from '@patchbay/core'

import { interruptedStream, RequestFailure } from '../../request-failure.ts'
import type { ChunkSource } from '../../server-sent-events.ts'
import { eventData } from './event-text.ts'

/** Turns the JSON of events into items. Both functions throw where the stream failed. */
interface EventTranslator<Item> {
  readonly push: (event: unknown) => readonly Item[]
  readonly end: () => readonly Item[]
}

/** Reads server-sent events whose data is JSON. `[DONE]`, comments and blank data are skipped. */
export function readEventData<Item>(body: HttpBody, translator: EventTranslator<Item>): ChunkSource<Item> {
  const splitter = createEventSplitter()
  const decoder = new TextDecoder()
  /** Reported after the items before it have been handed out. */
  let failure: { readonly error: unknown } | undefined
  let ended = false

  const translate = (pieces: readonly Uint8Array<ArrayBuffer>[]): Item[] => {
    const items: Item[] = []
    try {
      for (const event of splitter.split(concatenateBytes(pieces))) {
        const data = eventData(decoder.decode(event))
        if (data.trim() !== '' && data !== '[DONE]') items.push(...translator.push(parseEvent(data)))
      }
    } catch (error) {
      failure = { error }
      body.cancel()
    }
    return items
  }

  return {
    async next() {
      if (failure !== undefined) throw failure.error
      if (ended) return undefined
      const bytes = await body.read().catch((error: unknown) => {
        throw interruptedStream(error)
      })
      if (bytes !== undefined) return translate(splitter.push(new Uint8Array(bytes)))
      ended = true
      const last = translate(splitter.rest())
      return failure === undefined ? [...last, ...translator.end()] : last
    },
    cancel: () => body.cancel(),
  }
}

function parseEvent(data: string): unknown {
  const event = parseJSON(data)
  if (isRecord(event)) return event
  throw new RequestFailure('An event of the stream from Bedrock is not JSON.', {
    status: 502,
    type: 'server_error',
    code: 'malformed_event_stream',
  })
}
