import { secretsInHeaders } from '../redaction/collect-secrets.ts'
import { createRedactor, type Redactor } from '../redaction/redactor.ts'
import type { Warning } from '../warning.ts'
import { type Attempt, AttemptObservation, type AttemptOwner } from './attempt-observation.ts'
import { deepFreeze } from './deep-freeze.ts'
import { type Ending, toEnding } from './ending.ts'
import type { HookError, HookEvent, HookOutcome, Hooks } from './hook-event.ts'
import type { Observation, ObservedFacts, ObservedRequest, Observing, PulledStream } from './observation.ts'
import { attemptHeaders, tellRequestBody } from './own-hooks.ts'
import { safeURL, secretsInURL } from './safe-url.ts'
import { tellHooks } from './tell-hooks.ts'
import { wholeUsage } from './usage.ts'
import { capturesContent, withContentForSome } from './without-content.ts'

/** Begins to observe a request: `onStart`. */
export function beginObservation(
  {
    hooks,
    route,
    captureContent,
  }: Pick<Observing<{ readonly name: string }>, 'hooks' | 'route' | 'captureContent'>,
  request: ObservedRequest,
): Observation {
  const isAsked = !captureContent && hooks.some(capturesContent)
  const told = isAsked ? withContentForSome(hooks) : hooks
  const observation = new RequestObservation(told, route.name, request, captureContent || isAsked)
  observation.begin()
  return observation
}

/** One request: it tells the hooks, and knows its attempts. What a route may do with it is in `Observation`. */
export class RequestObservation implements Observation, AttemptOwner {
  readonly headers = undefined
  readonly capturesContent: boolean
  readonly #hooks: readonly Hooks[]
  readonly #route: string
  readonly #request: ObservedRequest
  readonly #requestId = crypto.randomUUID()
  readonly #startedAt = performance.now()
  readonly #warnings: Warning[] = []
  #redactor: Redactor | undefined
  /** The attempt that counts. Before the first one what is reported belongs to none. */
  #attempt: Attempt
  #firstTokenAt: number | undefined
  #isHandedOver = false
  #ending: Ending | undefined
  readonly #onAbort = (): void => this.end('aborted', this.#request.signal?.reason)

  constructor(hooks: readonly Hooks[], route: string, request: ObservedRequest, captureContent: boolean) {
    this.#hooks = hooks
    this.#route = route
    this.#request = request
    this.capturesContent = captureContent
    this.#attempt = { number: 0, target: route, facts: {}, ending: undefined, body: undefined }
  }

  get target(): string | undefined {
    return this.#current()?.target
  }

  get takenOver(): 'answer' | 'stream' | undefined {
    return this.#current()?.takenOver
  }

  begin(): void {
    this.#tellStart()
    this.#request.signal?.addEventListener('abort', this.#onAbort, { once: true })
  }

  #tellStart(): void {
    const event = this.#event({})
    tellHooks(this.#hooks, 'onStart', event)
    tellRequestBody(this.#hooks, event, () => this.#request.body?.())
  }

  attempt({ name }: { readonly name: string }): Observation {
    const before = this.#attempt
    const attempt = new AttemptObservation(this, name, before.number + 1)
    if (this.#ending !== undefined) return attempt
    this.#attempt = attempt
    if (before.ending !== undefined) attempt.facts = { status: before.ending.status ?? before.facts.status }
    const event = this.#event({ error: before.ending?.error })
    tellHooks(this.#hooks, 'onAttempt', event)
    attempt.facts = {}
    attempt.headers = attemptHeaders(this.#hooks, event)
    return attempt
  }

  report(facts: ObservedFacts): void {
    this.#current()?.report(facts)
  }

  takeOver(what: 'answer' | 'stream'): void {
    this.#current()?.takeOver(what)
  }

  answer(body: unknown): void {
    this.#current()?.answer(body)
  }

  event(event: unknown): void {
    this.#current()?.event(event)
  }

  content(body: unknown, kind?: 'whole' | 'event'): void {
    this.#current()?.content(body, kind)
  }

  pulled<Item>(stream: PulledStream<Item>, signal: AbortSignal | undefined): PulledStream<Item> {
    return this.#current()?.pulled(stream, signal) ?? stream
  }

  warn({ code, field, message }: Warning): void {
    const isKnown = this.#warnings.some(
      (each) => each.code === code && each.field === field && each.message === message,
    )
    if (!isKnown) this.#warnings.push({ code, field, message })
  }

  firstToken(): void {
    if (this.#firstTokenAt !== undefined || this.#ending !== undefined) return
    this.#firstTokenAt = performance.now()
    this.#tell('onFirstToken')
  }

  handOver(): void {
    this.#isHandedOver = true
    if (this.#attempt.ending !== undefined) this.#finish(this.#attempt.ending)
  }

  end(outcome: HookOutcome, error?: unknown, status?: number): void {
    if (this.#ending === undefined) this.#finish(this.endingOf(outcome, error, status))
  }

  /** Whether an attempt is the one that counts. */
  isCurrent(attempt: Attempt): boolean {
    return attempt === this.#attempt && this.#ending === undefined
  }

  /** An attempt has ended: with it the request, if the caller has its answer. */
  attemptEnded(attempt: Attempt): void {
    if (this.#isHandedOver && attempt.ending !== undefined && this.isCurrent(attempt))
      this.#finish(attempt.ending)
  }

  endingOf(outcome: HookOutcome, error: unknown, status?: number): Ending {
    return toEnding(outcome, error, status, () => this.#redact())
  }

  #current(): AttemptObservation | undefined {
    return this.#attempt instanceof AttemptObservation ? this.#attempt : undefined
  }

  #finish(ending: Ending): void {
    if (this.#ending !== undefined) return
    this.#ending = ending
    this.#request.signal?.removeEventListener('abort', this.#onAbort)
    this.#tell('onEnd')
  }

  /** Made for the first thing that may hold a secret: looking for them is not free. */
  #redact(): Redactor {
    const { headers = [], url } = this.#request
    return (this.#redactor ??= createRedactor([...secretsInHeaders(headers), ...secretsInURL(url)]))
  }

  #tell(name: keyof Hooks): void {
    tellHooks(this.#hooks, name, this.#event({}))
  }

  #event({ error = this.#ending?.error }: { error?: HookError | undefined }): HookEvent {
    const { client, operation, stream, model, url } = this.#request
    const { number, target, facts } = this.#attempt
    const now = performance.now()
    const event: HookEvent = {
      requestId: this.#requestId,
      client,
      operation,
      stream,
      route: this.#route,
      target,
      attempt: number,
      url: safeURL(facts.url ?? url, this.#redact()),
      requestModel: model,
      responseModel: facts.responseModel,
      api: facts.api,
      host: facts.host,
      status: this.#ending?.status ?? facts.status,
      error,
      usage: wholeUsage(facts.usage),
      finishReasons: [...(facts.finishReasons ?? [])],
      warnings: this.#warnings.map((warning) => ({ ...warning })),
      durationMs: now - this.#startedAt,
      firstTokenMs: this.#firstTokenAt === undefined ? undefined : this.#firstTokenAt - this.#startedAt,
      outcome: this.#ending?.outcome,
      ...(this.capturesContent && this.#content()),
    }
    return deepFreeze(event)
  }

  /** Copies: what a route still works with is not frozen. */
  #content(): Pick<HookEvent, 'requestBody' | 'responseBody'> {
    const { body } = this.#attempt
    return {
      requestBody: copy(this.#request.body?.()),
      ...(body !== undefined && { responseBody: copy(body) }),
    }
  }
}

function copy(value: unknown): unknown {
  try {
    return structuredClone(value)
  } catch {
    return undefined
  }
}
