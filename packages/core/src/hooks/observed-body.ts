import { isEventStream } from '../gateways/answer.ts'
import { concatenateBytes } from '../internal/concatenate-bytes.ts'
import { parseJSON } from '../internal/parse-json.ts'
import { type NodeStream, toWebStream } from '../internal/web-stream.ts'
import { createEventSplitter } from '../sse/event-splitter.ts'
import { endWhenForgotten } from './end-when-forgotten.ts'
import type { Observation } from './observation.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** Takes the bytes of a body as they come, and `undefined` at its end. */
type Look = (bytes: Bytes | undefined) => void

/**
 * The body of an answer, with the same bytes, that tells what is in it as it is read, and how it ends: `ok` at the last event or at the
 * end, `error` where it fails, `aborted` where its reader leaves, or never comes.
 */
export function observedBody(
  response: Response,
  body: ReadableStream<Uint8Array> | NodeStream,
  observation: Observation,
): ReadableStream<Bytes> {
  const reader = toWebStream(body).getReader()
  const look = isEventStream(response) ? createEventLook(observation) : createDocumentLook(observation)
  const stream = new ReadableStream<Bytes>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          look(value)
          if (!done) return controller.enqueue(value)
          observation.end('ok')
          controller.close()
        } catch (error) {
          observation.end('error', error)
          throw error
        }
      },
      cancel(reason) {
        observation.end('aborted', reason)
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  endWhenForgotten(stream, observation)
  return stream
}

function createEventLook(observation: Observation): Look {
  const splitter = createEventSplitter()
  const decoder = new TextDecoder()
  return (bytes) => {
    const ready = bytes === undefined ? splitter.rest() : splitter.push(bytes)
    if (ready.length === 0) return
    for (const event of eventsIn(decoder.decode(concatenateBytes([...ready])))) observation.event(event)
  }
}

/** The data of each event. One that is told by its name, or by a field (llama.cpp), is a failure. */
function eventsIn(text: string): readonly string[] {
  return text.split(/\r\n\r\n|\n\n|\r\r/).flatMap((event) => {
    const lines = event.split(/\r\n|\n|\r/)
    const data = lines
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5).replace(/^ /, ''))
    const failure = lines.find((line) => line.startsWith('error:'))
    if (failure !== undefined)
      return [JSON.stringify({ error: parseJSON(failure.slice(6)) ?? failure.slice(6) })]
    if (data.length === 0) return []
    const whole = data.join('\n')
    if (!lines.some((line) => /^event: ?error\s*$/.test(line))) return [whole.trim()]
    const value = parseJSON(whole)
    const isTold = typeof value === 'object' && value !== null && 'error' in value
    return [isTold ? whole : JSON.stringify({ error: value ?? whole })]
  })
}

/** Longer documents are not kept for what they may tell. */
const LONGEST = 1_048_576

function createDocumentLook(observation: Observation): Look {
  let parts: Bytes[] = []
  let length = 0
  return (bytes) => {
    if (bytes === undefined) {
      if (length <= LONGEST) observation.answer(parseJSON(new TextDecoder().decode(concatenateBytes(parts))))
      return
    }
    length += bytes.length
    if (length <= LONGEST) parts.push(bytes)
    else parts = []
  }
}
