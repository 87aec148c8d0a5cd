import type { ResponseStreamEvent } from 'openai/resources/responses/responses'

type Unnumbered<Event> = Event extends unknown ? Omit<Event, 'sequence_number'> : never

/** Where events go: they get their numbers here. */
export interface EventSink {
  /** The number of the next event. */
  next: number
  /** What has not been handed on yet. */
  events: ResponseStreamEvent[]
}

/** How an item of the output stands. */
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
  sink.events.push({ ...event, sequence_number: sink.next })
  sink.next += 1
}

/** The events since the last time. */
export function takeEvents(sink: EventSink): ResponseStreamEvent[] {
  const { events } = sink
  sink.events = []
  return events
}
