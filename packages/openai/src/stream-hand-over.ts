import { offeredChunks } from '@patchbay/core'
import { type OpenStream, type SdkStream, takeChunksInto } from './handed-stream.ts'
import { replaceProperty } from './property.ts'

/** What `makeRequest` of openai 5 to 7 resolves with: all that the SDK makes a stream of. */
interface Answered {
  readonly response: Response
  readonly options: StreamOptions
  readonly controller: AbortController
}

/** `__streamClass` is what the SDK makes a stream by, in place of its own class. */
interface StreamOptions {
  readonly stream?: unknown
  readonly __streamClass?: unknown
}

type Open = (response: Response, controller: AbortController, ...rest: unknown[]) => SdkStream
type MakeRequest = (this: unknown, options: unknown, ...rest: unknown[]) => Promise<unknown>
type Request = (options: object) => PromiseLike<unknown>

/** A client of `openai` from the inside, as far as it is needed here. */
interface HandOverInternals {
  readonly makeRequest?: MakeRequest
  readonly logLevel?: unknown
}

/** What each copy of the SDK makes streams by, found by its own `request`; `undefined` where it takes no chunks. */
const streamClasses = new WeakMap<Request, Promise<StreamClass | undefined>>()

/**
 * Lets the streams of a client take the chunks of answers that offer them: nothing is written as server-sent events and read
 * again, which is most of what an event costs. It does not go by the SDK's version: the client is given an empty answer, for
 * which no request is made, and what it makes of that has to be a stream as it is understood here. All others read events.
 *
 * @returns puts it on the client; what that returns takes it off
 */
export function createHandOver(client: object): () => (() => void)[] {
  const internals: HandOverInternals = client
  const request = findRequest(client)
  const probes = new WeakSet<object>()
  if (request === undefined) return () => []
  const findClass = (): Promise<StreamClass | undefined> => {
    const found = streamClasses.get(request) ?? probe(client, request, probes).catch(() => undefined)
    streamClasses.set(request, found)
    return found
  }
  return () => {
    const original = internals.makeRequest
    if (original === undefined) return []
    // What the SDK shows in its log of every detail stays what it was.
    const makeRequest: MakeRequest = function (options, ...rest) {
      if (isObject(options) && probes.has(options)) return Promise.resolve(emptyAnswer(options))
      const work = Reflect.apply(original, this ?? client, [options, ...rest])
      return work.then((answered) =>
        hasOffer(answered) && internals.logLevel !== 'debug' ? handOver(answered, findClass) : answered,
      )
    }
    return [replaceProperty(client, 'makeRequest', makeRequest)]
  }
}

/** Gives the SDK the class by which it makes a stream that takes the chunks of its answer. */
async function handOver(
  answered: Answered,
  findClass: () => Promise<StreamClass | undefined>,
): Promise<Answered> {
  const { options } = answered
  const value = options['__streamClass'] === undefined ? await findClass() : undefined
  // Not enumerable: neither logs nor copies of the options have it.
  if (value !== undefined)
    Reflect.defineProperty(options, '__streamClass', { value, writable: true, configurable: true })
  return answered
}

/** Makes the SDK's streams, which take the chunks of answers that offer them. */
class StreamClass {
  readonly #open: Open
  readonly #isAbrupt: boolean

  constructor(open: Open, isAbrupt: boolean) {
    this.#open = open
    this.#isAbrupt = isAbrupt
  }

  /** What the SDK calls. Further arguments are the client, and options of which only the usual ones are understood. */
  fromSSEResponse(response: Response, controller: AbortController, ...rest: unknown[]): SdkStream {
    const stream = this.#open(response, controller, ...rest)
    const take = offeredChunks(response)
    const [, ...options] = rest
    if (take === undefined || !isSdkStream(stream) || !options.every(isUsual)) return stream
    const open: OpenStream = (body) =>
      this.#open(new Response(body, { headers: response.headers }), controller, ...rest)
    return takeChunksInto(stream, take, open, this.#isAbrupt)
  }
}

const isUsual = (option: unknown): boolean => option === undefined || option === false || option === 'legacy'

/** Lets a client make a stream of an empty answer, for the class that it makes it by. */
async function probe(
  client: object,
  request: Request,
  probes: WeakSet<object>,
): Promise<StreamClass | undefined> {
  const options = { method: 'get', path: '/', stream: true }
  probes.add(options)
  const stream = await Reflect.apply(request, client, [options])
  if (!isSdkStream(stream)) return undefined
  const { constructor } = stream
  const make: unknown = Reflect.get(constructor, 'fromSSEResponse')
  // openai 4 does not hand the client on, and names of events mean something else to it.
  if (typeof make !== 'function' || make.length < 3) return undefined
  const open: Open = (...parts) => Reflect.apply(make, constructor, parts) as SdkStream
  return new StreamClass(open, await stopsAtOnce(open))
}

/** Whether an abort ends the SDK's streams also for events that have come already: later versions do so, earlier ones hand them on. */
async function stopsAtOnce(open: Open): Promise<boolean> {
  const controller = new AbortController()
  const iterator = open(new Response('data: {}\n\ndata: {}\n\n'), controller).iterator()
  await iterator.next()
  controller.abort()
  const { done } = await iterator.next()
  await iterator.return?.()
  return done === true
}

function emptyAnswer(options: object): Answered {
  const rest = { requestLogID: '', startTime: Date.now() }
  return { response: new Response(''), options, controller: new AbortController(), ...rest }
}

/** The SDK's own `request`, beneath whatever subclasses have made of it: it makes the promise of a call. */
function findRequest(client: object): Request | undefined {
  let found: unknown
  for (let each: unknown = client; isObject(each); each = Object.getPrototypeOf(each))
    if (Object.hasOwn(each, 'request')) found = Reflect.get(each, 'request')
  return typeof found === 'function' ? (found as Request) : undefined
}

function hasOffer(answered: unknown): answered is Answered {
  if (!isObject(answered) || !('response' in answered) || !('options' in answered)) return false
  const { response, options } = answered
  return isObject(options) && response instanceof Response && offeredChunks(response) !== undefined
}

function isSdkStream(value: unknown): value is SdkStream {
  return (
    isObject(value) &&
    typeof Object.getOwnPropertyDescriptor(value, 'iterator')?.value === 'function' &&
    'controller' in value &&
    value.controller instanceof AbortController
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
