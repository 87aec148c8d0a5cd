import { offeredChunks } from '@patchbay/core'
import { type OpenStream, type PreparedAnswers, type SdkStream, takeChunksInto } from './handed-stream.ts'

type Open = (response: Response, controller: AbortController, ...rest: unknown[]) => SdkStream
type Request = (options: object) => PromiseLike<unknown>

/** What each copy of the SDK makes streams by, found by its own `request`; `undefined` where it takes no chunks. */
const known = new WeakMap<Request, Promise<StreamClass | undefined>>()

/**
 * Finds what makes streams that take chunks, for the copy of the SDK that a client is of. The client is given an empty answer, for which
 * no request is made, and what it makes of that has to be a stream as it is understood here.
 *
 * @param prepared where the client finds the answer
 */
export function findStreamClass(client: object, prepared: PreparedAnswers): Promise<StreamClass | undefined> {
  const request = findRequest(client)
  if (request === undefined) return Promise.resolve(undefined)
  const found = known.get(request) ?? probe(client, request, prepared).catch(() => undefined)
  known.set(request, found)
  return found
}

/** Makes the SDK's streams, which take the chunks of answers that offer them. */
export class StreamClass {
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
  prepared: PreparedAnswers,
): Promise<StreamClass | undefined> {
  const options = { method: 'get', path: '/', stream: true }
  const log = { requestLogID: '', startTime: Date.now() }
  prepared.set(options, {
    response: new Response(''),
    options,
    controller: new AbortController(),
    ...log,
  })
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

/** The SDK's own `request`, beneath whatever subclasses have made of it: it makes the promise of a call. */
function findRequest(client: object): Request | undefined {
  let found: unknown
  for (let each: unknown = client; isObject(each); each = Object.getPrototypeOf(each))
    if (Object.hasOwn(each, 'request')) found = Reflect.get(each, 'request')
  return typeof found === 'function' ? (found as Request) : undefined
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
