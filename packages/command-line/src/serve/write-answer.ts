import type { IncomingMessage, ServerResponse } from 'node:http'

import { setAnswerHeaders } from './forward-headers.ts'
import { Unreachable } from './refusal.ts'

/** How long a caller may take to notice that its body is not wanted, in milliseconds. */
const LINGER = 2_000

/**
 * Writes the route's answer, no faster than the caller reads it. Where its body breaks, so does the connection: an answer that was
 * cut must not look like a whole one.
 *
 * @param gone fires when the caller has gone
 * @throws Unreachable where the body breaks before anything of it was sent
 */
export async function writeAnswer(
  response: ServerResponse,
  answer: Response,
  gone: AbortSignal,
): Promise<void> {
  response.statusCode = answer.status
  setAnswerHeaders(response, answer)
  const reader = answer.body?.getReader()
  if (reader === undefined) {
    response.end()
    return
  }
  if (answer.headers.get('content-type')?.startsWith('text/event-stream') === true) response.flushHeaders()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      gone.throwIfAborted()
      if (done) break
      if (!response.write(value)) await drained(response, gone)
    }
    response.end()
  } catch (error) {
    reader.cancel(error).catch(() => undefined)
    if (!response.headersSent && !gone.aborted) throw new Unreachable(error)
    response.destroy()
  }
}

function drained(response: ServerResponse, gone: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      response.off('drain', onDrain)
      gone.removeEventListener('abort', onGone)
    }
    const onDrain = (): void => {
      stop()
      resolve()
    }
    const onGone = (): void => {
      stop()
      reject(gone.reason)
    }
    response.once('drain', onDrain)
    gone.addEventListener('abort', onGone, { once: true })
  })
}

/**
 * Writes an answer to a request whose body was not read, or not to its end, and closes the connection. What still comes is read for
 * a moment: a connection that is closed over unread bytes is reset, and the answer lost with it.
 *
 * @param isWaiting whether the caller sends its body only once it was told to
 */
export async function writeEarlyAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Response,
  isWaiting: boolean,
): Promise<void> {
  const text = await answer.text()
  response.statusCode = answer.status
  setAnswerHeaders(response, answer)
  const isDone = request.complete || isWaiting
  if (!request.complete) response.setHeader('connection', 'close')
  response.setHeader('content-length', Buffer.byteLength(text))
  if (isDone) {
    response.end(text)
    return
  }
  response.write(text)
  request.resume()
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LINGER)
    for (const event of ['end', 'error', 'close'])
      request.once(event, () => {
        clearTimeout(timer)
        resolve()
      })
  })
  response.end()
}
