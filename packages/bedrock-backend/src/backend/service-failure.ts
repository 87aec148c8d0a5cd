import { toOpenAIError, type BedrockError } from '@patchbay/translator'

import { RequestFailure } from '../request-failure.ts'

/** A failure of the service, by HTTP status or in an event stream, in OpenAI's words. */
export function toRequestFailure(error: BedrockError): RequestFailure {
  const { status, headers, body } = toOpenAIError(error)
  const { message, type, code, param } = body.error
  const { 'content-type': _json, ...passed } = headers
  return new RequestFailure(message, { status, type, code, param }, passed)
}
