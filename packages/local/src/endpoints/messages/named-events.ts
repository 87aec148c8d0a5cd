import type { FailureInStream } from '../../server-sent-events.ts'

/** One server-sent event with its name. */
export interface NamedEvent {
  readonly name: string
  /** JSON without line breaks. */
  readonly data: string
}

/** Events that are pulled, several at a time. */
export interface EventSource {
  /** The next events, `undefined` at the end. Rejects when the stream fails; then nothing more comes. */
  next(): Promise<readonly NamedEvent[] | undefined>
  /** Gives the rest up, and closes what it comes from. */
  cancel(): void
}

/**
 * A body of server-sent events with names, as Anthropic's API sends them: its SDK reads nothing else. Events are pulled only
 * when the reader wants some. A failure is an event `error`, or an error of the body itself.
 */
export function namedEvents(
  source: EventSource,
  onFailure: (error: unknown) => FailureInStream,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const events = await nextNonEmpty(source)
          if (events === undefined) controller.close()
          else controller.enqueue(encoder.encode(events.map(eventText).join('')))
        } catch (error) {
          const failure = onFailure(error)
          if ('error' in failure) return controller.error(failure.error)
          const text = eventText({ name: 'error', data: JSON.stringify(failure.event) })
          controller.enqueue(encoder.encode(text))
          controller.close()
        }
      },
      cancel() {
        source.cancel()
      },
    },
    // Nothing is read before it is asked for.
    { highWaterMark: 0 },
  )
}

const encoder = new TextEncoder()

function eventText({ name, data }: NamedEvent): string {
  return `event: ${name}\ndata: ${data}\n\n`
}

async function nextNonEmpty(source: EventSource): Promise<readonly NamedEvent[] | undefined> {
  let events = await source.next()
  while (events?.length === 0) events = await source.next()
  return events
}
