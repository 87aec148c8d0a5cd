import { isRecord } from '../internal/is-record.ts'
import { parseJSON } from '../internal/parse-json.ts'
import type { Warning } from '../warning.ts'
import { factsOfAnswer, factsOfEvent } from './answer-facts.ts'
import { endWhenForgotten } from './end-when-forgotten.ts'
import { failureOf, hasContent, isLastEvent, mayTell } from './event-kind.ts'
import type { Ending } from './ending.ts'
import type { HookOutcome } from './hook-event.ts'
import type { Observation, ObservedFacts, PulledStream } from './observation.ts'
import { addUsage } from './usage.ts'

/** The request that an attempt belongs to. */
export interface AttemptOwner extends Pick<
  Observation,
  'attempt' | 'warn' | 'firstToken' | 'handOver' | 'capturesContent'
> {
  /** Whether an attempt is the one that counts. */
  isCurrent(attempt: Attempt): boolean
  /** The attempt has ended. */
  attemptEnded(attempt: Attempt): void
  /** What an ending means, in the words of hooks. */
  endingOf(outcome: HookOutcome, error: unknown, status?: number): Ending
}

/** An attempt, as its request sees it. */
export interface Attempt {
  readonly number: number
  readonly target: string
  readonly facts: ObservedFacts
  readonly ending: Ending | undefined
  readonly body: unknown
}

/** Events of a captured stream that are kept at most. */
const MOST_EVENTS = 10_000

/** One try of one route. It counts as long as its request has not gone on to another one. */
export class AttemptObservation implements Observation, Attempt {
  readonly number: number
  readonly target: string
  headers: Readonly<Record<string, string>> | undefined
  takenOver: 'answer' | 'stream' | undefined
  facts: ObservedFacts = {}
  ending: Ending | undefined
  /** What was captured of the answer. */
  body: unknown
  readonly #request: AttemptOwner
  #hasContent = false
  /** What the caller is given was told apart from what the service said. */
  #isContentApart = false

  constructor(request: AttemptOwner, target: string, number: number) {
    this.#request = request
    this.target = target
    this.number = number
  }

  get capturesContent(): boolean {
    return this.#request.capturesContent
  }

  attempt(route: { readonly name: string }): Observation {
    return this.#request.attempt(route)
  }

  report(facts: ObservedFacts): void {
    if (this.ending !== undefined) return
    const told = Object.entries(facts).filter(([, value]) => value !== undefined)
    const usage = facts.usage && { ...this.facts.usage, ...withoutUndefined(facts.usage) }
    this.facts = { ...this.facts, ...Object.fromEntries(told), ...(usage && { usage }) }
  }

  takeOver(what: 'answer' | 'stream'): void {
    this.takenOver = what
  }

  answer(body: unknown): void {
    const { usage, finishReasons, ...facts } = factsOfAnswer(body)
    this.report({
      ...facts,
      // Several answers make one: a call for each choice.
      usage: usage && addUsage(this.facts.usage, usage),
      finishReasons: finishReasons && [...(this.facts.finishReasons ?? []), ...finishReasons],
    })
    if (this.capturesContent && !this.#isContentApart) this.body = body
    const failure = isRecord(body) ? failureOf(body) : undefined
    if (failure !== undefined) this.end('error', failure)
  }

  event(event: unknown): void {
    if (this.ending !== undefined) return
    if (event === '[DONE]') return this.end('ok')
    const isNeeded = !this.#hasContent || this.capturesContent
    const isText = typeof event === 'string'
    if (isText && !isNeeded && !mayTell(event)) return
    const value = isText ? parseJSON(event) : event
    if (!isRecord(value)) return
    if (this.capturesContent && !this.#isContentApart) this.#capture(value)
    if (!this.#hasContent && hasContent(value)) {
      this.#hasContent = true
      this.firstToken()
    }
    this.#read(value)
  }

  #read(event: Readonly<Record<string, unknown>>): void {
    const { finishReasons, usage, ...facts } = factsOfEvent(event) ?? {}
    this.report({
      ...facts,
      // Converse tells it once in each stream, and there is a stream for each choice. Others tell the same again, or more of it.
      usage: usage && ('metadata' in event ? addUsage(this.facts.usage, usage) : usage),
      finishReasons: finishReasons && [...(this.facts.finishReasons ?? []), ...finishReasons],
    })
    const failure = failureOf(event)
    if (failure !== undefined) this.end('error', failure)
    else if (isLastEvent(event)) this.end('ok')
  }

  #capture(event: unknown): void {
    const events: unknown[] = Array.isArray(this.body) ? this.body : (this.body = [])
    if (events.length < MOST_EVENTS) events.push(event)
  }

  content(body: unknown, kind: 'whole' | 'event' = 'whole'): void {
    if (!this.capturesContent || this.ending !== undefined) return
    if (!this.#isContentApart) this.body = undefined
    this.#isContentApart = true
    if (kind === 'whole') this.body = body
    else this.#capture(body)
  }

  pulled<Item>(stream: PulledStream<Item>, signal: AbortSignal | undefined): PulledStream<Item> {
    this.takeOver('stream')
    const observed: PulledStream<Item> = {
      next: async () => {
        try {
          const item = await stream.next()
          if (item === undefined) this.end('ok')
          return item
        } catch (error) {
          if (signal?.aborted === true) this.end('aborted', signal.reason)
          else this.end('error', error)
          throw error
        }
      },
      ready: () => stream.ready?.(),
      cancel: () => {
        // What has come already is told of as well: the usage, where a reader leaves at the finish reason.
        while (this.ending === undefined && stream.ready?.() !== undefined);
        this.end('aborted', signal?.reason)
        stream.cancel()
      },
    }
    endWhenForgotten(observed, this)
    return observed
  }

  warn(warning: Warning): void {
    this.#request.warn(warning)
  }

  firstToken(): void {
    if (this.#request.isCurrent(this)) this.#request.firstToken()
  }

  handOver(): void {
    this.#request.handOver()
  }

  end(outcome: HookOutcome, error?: unknown, status?: number): void {
    if (this.ending !== undefined) return
    this.ending = this.#request.endingOf(outcome, error, status)
    this.#request.attemptEnded(this)
  }
}

function withoutUndefined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Value
}
