import { offeredChunks } from '@patchbay/core'
import type { Answered, PreparedAnswers } from './handed-stream.ts'
import { replaceProperty } from './property.ts'
import type { StreamClass } from './stream-class.ts'

type MakeRequest = (this: unknown, options: unknown, ...rest: unknown[]) => Promise<unknown>

/** A client of `openai` from the inside, as far as it is needed here. */
interface HandOverInternals {
  readonly makeRequest?: MakeRequest
  readonly logLevel?: unknown
}

/**
 * Lets the streams of a client take the chunks of answers that offer them: nothing is written as server-sent events and read
 * again, which is most of what an event costs. It does not go by the SDK's version, but by what the client makes of an empty
 * answer; see `findStreamClass`, which is loaded with the first answer that offers chunks. All others read events.
 *
 * @returns puts it on the client; what that returns takes it off
 */
export function createHandOver(client: object): () => (() => void)[] {
  const internals: HandOverInternals = client
  const prepared: PreparedAnswers = new WeakMap()
  let found: { readonly streamClass: StreamClass | undefined } | undefined
  const findFirst = async (answered: Answered): Promise<Answered> => {
    const { findStreamClass } = await import('./stream-class.ts')
    found = { streamClass: await findStreamClass(client, prepared) }
    return handOver(answered, found.streamClass)
  }
  return () => {
    const original = internals.makeRequest
    if (original === undefined) return []
    const makeRequest: MakeRequest = function (options, ...rest) {
      const answer = isObject(options) ? prepared.get(options) : undefined
      if (answer !== undefined) return Promise.resolve(answer)
      const work = Reflect.apply(original, this ?? client, [options, ...rest])
      return work.then((answered) => {
        // What the SDK shows in its log of every detail stays what it was.
        if (!hasOffer(answered) || internals.logLevel === 'debug') return answered
        return found === undefined ? findFirst(answered) : handOver(answered, found.streamClass)
      })
    }
    return [replaceProperty(client, 'makeRequest', makeRequest)]
  }
}

/** Gives the SDK the class by which it makes a stream that takes the chunks of its answer. */
function handOver(answered: Answered, value: StreamClass | undefined): Answered {
  const { options } = answered
  // Not enumerable: neither logs nor copies of the options have it.
  if (value !== undefined && Reflect.get(options, '__streamClass') === undefined)
    Reflect.defineProperty(options, '__streamClass', { value, writable: true, configurable: true })
  return answered
}

function hasOffer(answered: unknown): answered is Answered {
  if (!isObject(answered) || !('response' in answered) || !('options' in answered)) return false
  const { response, options } = answered
  return isObject(options) && response instanceof Response && offeredChunks(response) !== undefined
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
