import { endWhenForgotten, type Observation } from '@patchbay/core'
import { isStream } from '../release-on-early-exit.ts'
import type { HttpResponse, Result } from '../smithy.ts'
import type { SignalLike } from '../transport/call-options.ts'
import { isContentLeft } from './taken-here.ts'
import { contentOf, contentOfEvent, createEventTeller, tellAnswer } from './tell-output.ts'

/**
 * What hooks are told of one request of a client's, or of one attempt of a policy at it. It travels with the call. Only request
 * handlers are told by which signal a call can be aborted: that comes later.
 */
export class ObservedCall {
  readonly observation: Observation
  #signal: SignalLike | undefined
  #forgetSignal: (() => void) | undefined

  constructor(observation: Observation) {
    this.observation = observation
  }

  /** Says which signal aborts the call. An abort is its end, also of a stream that nobody reads. */
  abortsWith(signal: SignalLike | undefined): void {
    this.#forgetSignal?.()
    this.#signal = signal
    const abort = (): void => this.#end('aborted', signal?.reason)
    signal?.addEventListener?.('abort', abort, { once: true })
    this.#forgetSignal = () => signal?.removeEventListener?.('abort', abort)
  }

  /** The call has failed, before its output was there or within its stream. */
  fail(error: unknown): void {
    const isAbort = this.#signal?.aborted === true || (error instanceof Error && error.name === 'AbortError')
    const limit: unknown = this.#signal?.reason
    this.#end(
      isAbort ? 'aborted' : 'error',
      isAbort ? (limit ?? error) : error,
      isAbort ? undefined : statusOf(error),
    )
  }

  /** Tells of an output. What is handed on is the same, but for a stream, which tells of its events as they are read. */
  succeed(result: Result, command: string): Result {
    const { observation } = this
    const { statusCode } = (result.response ?? {}) as Partial<HttpResponse>
    observation.report({ status: statusCode ?? 200 })
    const output = (result.output ?? {}) as Readonly<Record<string, unknown>>
    const [member, stream] = Object.entries(output).find(([, value]) => isStream(value)) ?? []
    if (member === undefined) {
      if (observation.takenOver === undefined) tellAnswer(observation, command, result)
      else if (isContentLeft(observation)) observation.content(contentOf(command, output))
      this.#end('ok')
      return result
    }
    const events = this.#telling(stream as AsyncIterable<unknown>)
    endWhenForgotten(events, observation)
    return { ...result, output: { ...output, [member]: events } }
  }

  async *#telling(source: AsyncIterable<unknown>): AsyncGenerator<unknown, void> {
    const tell = createEventTeller(this.observation)
    let isComplete = false
    try {
      for await (const event of source) {
        if (this.observation.takenOver === undefined) tell(event)
        else if (isContentLeft(this.observation)) this.observation.content(contentOfEvent(event), 'event')
        isComplete ||= isLast(event)
        yield event
      }
      this.#end('ok')
    } catch (error) {
      this.fail(error)
      throw error
    } finally {
      // Nothing, where it has ended before.
      this.#end(isComplete ? 'ok' : 'aborted')
    }
  }

  #end(outcome: 'ok' | 'error' | 'aborted', error?: unknown, status?: number): void {
    this.#forgetSignal?.()
    this.observation.end(outcome, error, status)
  }
}

/** Whoever leaves a stream of Converse that has said why it stopped has had the whole answer. */
function isLast(event: unknown): boolean {
  return typeof event === 'object' && event !== null && ('messageStop' in event || 'metadata' in event)
}

/** Exceptions of the SDK know the status of their answer; one within a stream came with that of a success. */
function statusOf(error: unknown): number | undefined {
  const { $metadata } = (error ?? {}) as { $metadata?: { httpStatusCode?: unknown } }
  const status = $metadata?.httpStatusCode
  return typeof status === 'number' ? status : undefined
}
