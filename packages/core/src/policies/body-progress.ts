import { isEventStream } from '../gateways/answer.ts'
import { eventProgress, type Progress } from './event-progress.ts'

type Bytes = Uint8Array

/** How far the next bytes of a body bring its reader. */
export type ProgressMeter = (bytes: Bytes) => Progress

/**
 * The content type of a body that has one byte for each event of a stream that is no text, for policies to watch: what the event
 * brings is the byte, an index of `BEATS`.
 */
export const BEATS_TYPE = 'application/x-patchbay-beats'

/** What the bytes of such a body stand for. */
export const BEATS: readonly Progress[] = ['none', 'start', 'content']

/** Whether the bytes of an answer's body stand for events. */
export function isBeats(response: Response): boolean {
  return response.headers.get('content-type') === BEATS_TYPE
}

/** Makes the meter of one answer's body. Of what is no stream every byte is content, but for blanks that keep it alive. */
export async function createProgressMeter(response: Response): Promise<ProgressMeter> {
  if (isEventStream(response)) return createEventMeter()
  if (isBeats(response)) return (bytes) => furthest([...bytes].map((byte) => BEATS[byte] ?? 'content'))
  return (bytes) => (bytes.every(isBlank) ? 'none' : 'content')
}

async function createEventMeter(): Promise<ProgressMeter> {
  // Loaded when it is needed: importing this package must stay cheap.
  const { createParser } = await import('eventsource-parser')
  const decoder = new TextDecoder()
  let steps: Progress[] = []
  let line = ''
  const parser = createParser({
    onEvent: ({ data, event }) =>
      void steps.push(event === 'ping' || event === 'heartbeat' ? 'none' : eventProgress(data)),
    // A failure in a field of its own: https://github.com/ggml-org/llama.cpp/tree/master/tools/server#readme
    onError: ({ type, field }) => {
      if (type === 'unknown-field' && field === 'error') steps.push('content')
    },
  })
  return (bytes) => {
    const text = decoder.decode(bytes, { stream: true })
    steps = []
    parser.feed(text)
    line = unfinishedLine(line, text)
    // A long event arrives in pieces: that is no silence, though nothing of it can be read yet.
    if (steps.length === 0 && line.startsWith('data:')) return 'start'
    return furthest(steps)
  }
}

/** The beginning of the line that has not ended yet: as much as tells a comment from data. */
function unfinishedLine(before: string, text: string): string {
  const last = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))
  return (last === -1 ? before + text : text.slice(last + 1)).slice(0, 5)
}

function furthest(steps: readonly Progress[]): Progress {
  if (steps.includes('content')) return 'content'
  return steps.includes('start') ? 'start' : 'none'
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9
}
