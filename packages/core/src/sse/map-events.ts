import type { EventSourceMessage, EventSourceParser } from 'eventsource-parser'

import { parseJSON } from '../internal/parse-json.ts'
import { toWebStream } from '../internal/web-stream.ts'

/**
 * A stream of server-sent events with the JSON of each event mapped to none, one or several. Events without JSON, such
 * as `[DONE]`, pass as they are. Event by event: nothing is collected, and a reader that leaves cancels the source.
 */
export function mapEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  map: (data: unknown) => readonly unknown[],
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  let ready = ''
  let parser: EventSourceParser | undefined
  // Loaded only when it is needed: importing this package must stay cheap.
  const start = async (): Promise<void> => {
    const { createParser } = await import('eventsource-parser')
    parser = createParser({ onEvent, onComment: (comment) => (ready += `: ${comment}\n\n`) })
  }
  const onEvent = ({ data, event }: EventSourceMessage): void => {
    const value = parseJSON(data)
    const mapped = value === undefined ? [value] : map(value)
    // What nothing changes keeps its text: numbers beyond 2^53, say.
    const texts = mapped.map((item) => (item === value ? data : JSON.stringify(item)))
    for (const text of texts) ready += eventText(text, event)
  }
  type Controller = TransformStreamDefaultController<Uint8Array<ArrayBuffer>>
  const feed = (text: string, controller: Controller): void => {
    parser?.feed(text)
    if (ready !== '') controller.enqueue(encoder.encode(ready))
    ready = ''
  }
  return toWebStream(body).pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      start,
      transform: (chunk, controller) => feed(decoder.decode(chunk, { stream: true }), controller),
      // Some servers leave out the blank line after the last event.
      flush: (controller) => feed(`${decoder.decode()}\n\n`, controller),
    }),
  )
}

function eventText(data: string, event: string | undefined): string {
  const lines = data.split('\n').map((line) => `data: ${line}\n`)
  return `${event === undefined ? '' : `event: ${event}\n`}${lines.join('')}\n`
}
