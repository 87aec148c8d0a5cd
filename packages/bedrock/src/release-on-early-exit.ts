import type { HttpResponse, Result } from './smithy.ts'

/**
 * Makes the streams of an output free their connection when they are left early. The SDK's own decoder does not: it
 * would let the gateway send the rest of an answer that is no longer read.
 */
export function releaseOnEarlyExit(result: Result): Result {
  const { output, response } = result
  if (typeof output !== 'object' || output === null) return result
  const streams = Object.entries(output).filter(([, value]) => isStream(value))
  if (streams.length === 0) return result
  const body = (response as HttpResponse | undefined)?.body
  const wrapped = streams.map(([name, value]) => [name, freeing(value as AsyncIterable<unknown>, body)])
  return { ...result, output: { ...output, ...(Object.fromEntries(wrapped) as object) } }
}

/** Whether a member of an output is its stream. */
export function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value && !isBytes(value)
}

/** The payload of `InvokeModel`, and of nothing else. */
function isBytes(value: object): boolean {
  return value instanceof Uint8Array || 'transformToString' in value
}

async function* freeing(source: AsyncIterable<unknown>, body: unknown): AsyncGenerator {
  let ended = false
  try {
    for await (const event of source) yield event
    ended = true
  } finally {
    if (!ended) free(body)
  }
}

/** A Node stream is destroyed, a web stream cancelled. */
function free(body: unknown): void {
  if (typeof body !== 'object' || body === null) return
  if ('destroy' in body && typeof body.destroy === 'function') {
    // A failure after reading has ended concerns no caller.
    if ('on' in body && typeof body.on === 'function') body.on('error', () => undefined)
    body.destroy()
    return
  }
  if ('cancel' in body && typeof body.cancel === 'function') {
    Promise.resolve(body.cancel()).catch(() => undefined)
  }
}
