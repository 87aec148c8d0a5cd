import { beginCall, type Call, currentCall, type RegistrationState } from '@patchbay/core'
import { replaceProperty } from './property.ts'

/** Holds the call that a request belongs to: on the arguments of `fetch`, and on options that the SDK copies for a retry. */
const CALL = Symbol.for('patchbay.call.v1')

/**
 * What a client of `openai` or `@anthropic-ai/sdk` has inside. One call of the application's is one `makeRequest`, which calls
 * itself for each retry with the same options; `prepareRequest` is the SDK's callback for the request of each attempt.
 */
interface RequestInternals {
  readonly makeRequest?: (options: unknown, retries: unknown, ...rest: unknown[]) => Promise<unknown>
  /** What Anthropic's SDK calls in its place where OpenTelemetry is installed, and what calls it then, a moment later. */
  readonly makeTracedRequest?: (options: unknown, ...rest: unknown[]) => Promise<unknown>
  readonly prepareRequest?: (request: object, context: { options: object }) => Promise<void>
  /** openai 7 reads whole answers here, and sends the request again when a body takes too long. */
  readonly parseResponseWithTimeout?: (client: unknown, answer: { options: object }) => Promise<unknown>
  /** With this identity, openai 6 and 7 repeat a call that was refused with 401, with a copy of its options. */
  readonly _workloadIdentityAuth?: unknown
}

/** The call that a request belongs to, by its arguments, else by what has started it. */
export function callOf(init: RequestInit | undefined): Call | undefined {
  return readCall(init) ?? currentCall()
}

/**
 * Tells which requests of a client belong to one call, so that a retry takes the route that the call began with, and which calls
 * are in progress. Nothing is sent, changed or decided here.
 *
 * @returns puts it on the client; what that returns takes it off. Calls are remembered from one time to the next.
 */
export function createCallTracking(client: object, state: RegistrationState): () => (() => void)[] {
  const internals: RequestInternals = client
  const calls = new CallsByOptions(internals)
  const begin = (given: unknown, onLinked?: (options: object) => void) => {
    const call = beginCall(state, currentCall())
    const link = (options: unknown): unknown => {
      if (!isObject(options)) return options
      const own = calls.link(options, call)
      onLinked?.(own)
      return own
    }
    return { call, options: isThenable(given) ? given.then(link) : link(given) }
  }
  const begun = new WeakSet<object>()
  return () => [
    ...replaceMethod(internals, 'makeTracedRequest', (original) => {
      return function (this: unknown, given, ...rest) {
        const { call, options } = begin(given, (own) => void begun.add(own))
        return call.during(Reflect.apply(original, this ?? client, [options, ...rest]))
      }
    }),
    ...replaceMethod(internals, 'makeRequest', (original) => {
      return function (this: unknown, given, retries, ...rest) {
        const isFirst = (retries ?? undefined) === undefined && !(isObject(given) && begun.delete(given))
        const earlier = isFirst ? undefined : calls.get(given)
        const { call, options } = earlier === undefined ? begin(given) : { call: earlier, options: given }
        const work = Reflect.apply(original, this ?? client, [options, retries, ...rest])
        // One step later than the SDK, which begins to read the answer when this promise resolves.
        void call.during(work.then(() => undefined))
        return work
      }
    }),
    ...replaceMethod(internals, 'prepareRequest', (original) => {
      return function (this: unknown, request, context) {
        const call = calls.get(context.options)
        if (call !== undefined) Object.assign(request, { [CALL]: call })
        return Reflect.apply(original, this ?? client, [request, context])
      }
    }),
    ...replaceMethod(internals, 'parseResponseWithTimeout', (original) => {
      return function (this: unknown, parser, answer) {
        const work = Reflect.apply(original, this ?? client, [parser, answer])
        const end = calls.get(answer.options)?.attempt()
        if (end !== undefined) work.then(end, end)
        return work
      }
    }),
  ]
}

/** Which call a client's options belong to. */
class CallsByOptions {
  readonly #calls = new WeakMap<object, Call>()
  readonly #client: RequestInternals

  constructor(client: RequestInternals) {
    this.#client = client
  }

  get(options: unknown): Call | undefined {
    return isObject(options) ? (this.#calls.get(options) ?? readCall(options)) : undefined
  }

  /** Remembers the call of `options`, or of a copy where an application uses the same ones for several calls. Returns them. */
  link(options: object, call: Call): object {
    const own = this.#calls.has(options) ? { ...options } : options
    this.#calls.set(own, call)
    const isCopied = (this.#client['_workloadIdentityAuth'] ?? undefined) !== undefined
    return isCopied ? Object.assign(own, { [CALL]: call }) : own
  }
}

/** Replaces a method where there is one: by these names all supported versions have theirs. */
function replaceMethod<Name extends Exclude<keyof RequestInternals, '_workloadIdentityAuth'>>(
  internals: RequestInternals,
  name: Name,
  wrap: (original: NonNullable<RequestInternals[Name]>) => NonNullable<RequestInternals[Name]>,
): (() => void)[] {
  const original = internals[name]
  return original === undefined ? [] : [replaceProperty(internals, name, wrap(original))]
}

function readCall(holder: object | undefined): Call | undefined {
  return holder === undefined ? undefined : (holder as { readonly [CALL]?: Call })[CALL]
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return isObject(value) && typeof Reflect.get(value, 'then') === 'function'
}
