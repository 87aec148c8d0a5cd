import type { ResponseStreamEvent } from 'openai/resources/responses/responses'

type Unnumbered<Event> = Event extends unknown ? Omit<Event, 'sequence_number'> : never

/** The events to send, numbered as they are added. */
export interface EventSink {
  /** The number of the next event. */
  next: number
  /** The events that were not taken yet; `undefined` where nobody wants them. */
  events: ResponseStreamEvent[] | undefined
}

/** The status of an item of the output. */
export type ItemStatus = 'completed' | 'incomplete'

/** What the items of an output have in common while they are being written. */
export interface OutputItemState {
  readonly id: string
  /** Its place in the output. */
  readonly index: number
  /** The content blocks that it is made of and that are not finished yet, by `contentBlockIndex`. */
  readonly open: Set<number>
}

/** Adds an event, numbered. */
export function emit(sink: EventSink, event: Unnumbered<ResponseStreamEvent>): void {
  if (sink.events === undefined) return
  sink.events.push({ ...event, sequence_number: sink.next })
  sink.next += 1
}

/** The events since the last call. */
export function takeEvents(sink: EventSink): ResponseStreamEvent[] {
  const { events = [] } = sink
  sink.events = []
  return events
}
