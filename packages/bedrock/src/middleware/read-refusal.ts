import { isRecord, parseJSON } from '@patchbay/core'
import { readBytes } from '../body-bytes.ts'
import type { Addressed, Call } from '../call.ts'
import { exceptionName } from '../read-answer.ts'
import { copyMessage, type HttpResponse } from '../smithy.ts'

/** An answer, and whether its request is to be sent once more. */
interface ReadRefusal {
  readonly response: HttpResponse
  readonly again: boolean
}

/**
 * Asks the route whether a refusal was for something that a new request would have right. What is read of the answer's body is
 * put back.
 *
 * @param sent the headers of the request
 */
export async function readRefusal(
  given: HttpResponse,
  { gateway }: Call,
  { url, command }: Addressed,
  sent: Headers,
): Promise<ReadRefusal> {
  // A body that was a stream is gone.
  const isComplete = command.method === 'GET' || command.body !== undefined
  if (gateway.corrects === undefined || !isComplete) return { response: given, again: false }
  const body = await readBytes(given.body)
  const response = copyMessage(given, { body })
  const headers = new Headers(given.headers)
  const parsed = parseJSON(new TextDecoder().decode(body))
  const members = isRecord(parsed) ? parsed : {}
  const message = members['message'] ?? members['Message']
  const again = await gateway.corrects({
    type: exceptionName(headers.get('x-amzn-errortype') ?? members['__type'] ?? members['code']),
    message: typeof message === 'string' ? message : '',
    date: headers.get('date') ?? undefined,
    sent,
    url,
  })
  return { response, again }
}
