import {
  type ChunkSource,
  eventBody,
  type EventFormat,
  type FailureInStream,
} from '../../server-sent-events.ts'

/** One server-sent event with its name. */
export interface NamedEvent {
  readonly name: string
  /** JSON without line breaks. */
  readonly data: string
}

/** As Anthropic's API writes events: its SDK reads nothing but named ones, and a failure is the event `error`. */
const ANTHROPIC_FORMAT: EventFormat<NamedEvent> = {
  text: eventText,
  failure: (event) => eventText({ name: 'error', data: JSON.stringify(event) }),
  end: '',
}

/** A body of server-sent events as Anthropic's API sends them. */
export function namedEvents(
  source: ChunkSource<NamedEvent>,
  onFailure: (error: unknown) => FailureInStream,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return eventBody(source, ANTHROPIC_FORMAT, onFailure)
}

function eventText({ name, data }: NamedEvent): string {
  return `event: ${name}\ndata: ${data}\n\n`
}
