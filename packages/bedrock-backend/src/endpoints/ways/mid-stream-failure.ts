import { isRecord } from '@patchbay/core'
import { findReportedFailure, findResponseFailure } from '@patchbay/translator'

import { RequestFailure } from '../../request-failure.ts'

/** Anthropic's error types that OpenAI does not have, by status: https://platform.claude.com/docs/en/api/errors */
const ANTHROPIC: Readonly<Record<string, number>> = {
  api_error: 500,
  billing_error: 402,
  overloaded_error: 529,
  request_too_large: 413,
}

/** The failure that an event of a stream reports, with the status that its type or code stands for. */
export function toMidStreamFailure(event: Readonly<Record<string, unknown>>): RequestFailure {
  const error = isRecord(event['error']) ? event['error'] : event
  const { message, type, code, param } = error
  const reported = findResponseFailure(event) ?? findReportedFailure(event)
  const named = typeof type === 'string' ? ANTHROPIC[type] : undefined
  return new RequestFailure(
    typeof message === 'string' && message !== '' ? message : 'The stream from Bedrock reported a failure.',
    {
      status: named ?? reported?.status ?? 500,
      ...(typeof type === 'string' && type !== 'error' ? { type } : { type: 'server_error' }),
      code: typeof code === 'string' ? code : null,
      param: typeof param === 'string' ? param : null,
    },
  )
}
