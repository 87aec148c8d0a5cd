import { BEATS, BEATS_TYPE, rememberFailedAnswer } from '@patchbay/core'

import { statusOfStreamException } from '../exceptions.ts'
import type { Result } from '../smithy.ts'
import { streamProgress } from './stream-progress.ts'
import { isStream } from '../release-on-early-exit.ts'

/** What came of one try: what a member's chain returned, or the exception of the application's own SDK. */
type Outcome = SuccessfulOutcome | { readonly error: Error }

interface SuccessfulOutcome {
  readonly result: Result
  /** The output's stream, where it has one. */
  readonly stream?: { readonly member: string; readonly events: unknown[] }
}

/** The tries of one call. Policies see answers; what these stand for is kept here, by a number in a header. */
export type Outcomes = Outcome[]

const NUMBER = 'x-patchbay-outcome'

/**
 * A success as an answer. Its body has one byte for each event of the output's stream, made when it is read, so
 * that a policy can watch when events come, and which of them bring something.
 */
export function successAnswer(outcomes: Outcomes, result: Result): Response {
  const [member, source] = Object.entries(result.output ?? {}).find(([, value]) => isStream(value)) ?? []
  if (member === undefined) {
    return new Response(null, { headers: toOutcomeHeader(outcomes, { result }) })
  }
  const events: unknown[] = []
  const headers = {
    ...toOutcomeHeader(outcomes, { result, stream: { member, events } }),
    'content-type': BEATS_TYPE,
  }
  const onFailure = (error: unknown): void => {
    const answer = failureAnswer(outcomes, error)
    if (answer !== undefined) rememberFailedAnswer(error, () => answer)
  }
  return new Response(toBeats(source as AsyncIterable<unknown>, events, onFailure), { headers })
}

/**
 * An exception as an answer, so that policies decide by its status. `undefined` for errors that no answer stands behind:
 * they are the connection's, or the caller's.
 */
export function failureAnswer(outcomes: Outcomes, error: unknown): Response | undefined {
  const status = readStatus(error)
  if (!(error instanceof Error) || status === undefined) return undefined
  const headers = new Headers(toOutcomeHeader(outcomes, { error }))
  const retryAfter = readRetryAfter(error)
  if (retryAfter !== undefined) headers.set('retry-after', retryAfter)
  // A success that could not be read is one of the gateway's failures.
  const known = status >= 400 && status < 600 ? status : 502
  return Response.json({ error: { message: error.message, code: error.name } }, { status: known, headers })
}

/** What an answer stands for; `undefined` for one of a policy's own. */
export function findOutcome(outcomes: Outcomes, response: Response): Outcome | undefined {
  const number = response.headers.get(NUMBER)
  return number === null ? undefined : outcomes[Number(number)]
}

/** The events that the beats of a body stand for. Leaving early frees their source. */
export async function* eventsBehind(
  body: ReadableStream<Uint8Array>,
  events: unknown[],
): AsyncGenerator<unknown, void> {
  const reader = body.getReader()
  let isOver = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      isOver = done
      if (done) return
      yield* events.splice(0, value.length)
    }
  } finally {
    if (!isOver) reader.cancel().catch(() => undefined)
  }
}

function toBeats(
  source: AsyncIterable<unknown>,
  events: unknown[],
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = source[Symbol.asyncIterator]()
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await iterator.next().catch((error: unknown) => {
          onFailure(error)
          throw error
        })
        if (next.done === true) {
          controller.close()
          return
        }
        events.push(next.value)
        controller.enqueue(Uint8Array.of(BEATS.indexOf(streamProgress(next.value))))
      },
      cancel() {
        Promise.resolve(iterator.return?.()).catch(() => undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

function toOutcomeHeader(outcomes: Outcomes, outcome: Outcome): Record<string, string> {
  return { [NUMBER]: String(outcomes.push(outcome) - 1) }
}

/** Exceptions within a stream came with the status of a success, or with none: theirs is that of their name. */
function readStatus(error: unknown): number | undefined {
  const { $metadata, name } = (error ?? {}) as { $metadata?: { httpStatusCode?: unknown }; name?: unknown }
  const status = $metadata?.httpStatusCode
  if (typeof status === 'number' && status >= 400) return status
  return (
    (typeof name === 'string' ? statusOfStreamException(name) : undefined) ??
    (typeof status === 'number' ? status : undefined)
  )
}

function readRetryAfter(error: Error): string | undefined {
  const { $response } = error as { $response?: { headers?: Readonly<Record<string, string>> } }
  return $response?.headers?.['retry-after']
}
