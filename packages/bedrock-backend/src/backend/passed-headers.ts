import type { HttpAnswer } from '@patchbay/core'

/**
 * The headers of a Bedrock answer that a client reads, under the names it knows.
 *
 * @param name the header of the request id: OpenAI's, or Anthropic's `request-id`
 */
export function passedHeaders(
  answer: HttpAnswer,
  name: 'x-request-id' | 'request-id' = 'x-request-id',
): Record<string, string> {
  const requestId = answer.header('x-amzn-requestid')
  return requestId === undefined ? {} : { [name]: requestId }
}
