import { type HttpAnswer, refusalTime } from '@patchbay/core'

import { createAuthorize, type Authorized } from '../bedrock/authorize.ts'
import type { BedrockSettings } from '../bedrock/settings.ts'
import type { RequestFailure } from '../request-failure.ts'
import { chooseClient } from '../transport/choose-client.ts'
import type { BedrockCaller } from './services.ts'
import { createRequestWriter } from './write-request.ts'

/** Error codes of the security layer before every AWS service. */
const EXPIRED = new Set(['ExpiredTokenException', 'ExpiredToken'])

/** Makes the function by which one route calls Bedrock. */
export function createBedrockCaller(settings: BedrockSettings): BedrockCaller {
  const authorize = createAuthorize(settings)
  const write = createRequestWriter(settings)
  const { transport, resendOnStaleSocket = true } = settings.options
  return async (call, caller) => {
    const written = write(call)
    const { unsigned, region } = written instanceof Promise ? await written : written
    const chosen = chooseClient(caller, transport ?? 'auto', settings.options.client?.config.requestHandler)
    const send = chosen instanceof Promise ? await chosen : chosen
    if (caller.observation !== undefined) {
      const { reportCall } = await import('./report-call.ts')
      reportCall(caller.observation, call, unsigned.url)
    }
    const { method, url, body } = unsigned
    const { signal } = caller
    const sendBy = ({ headers }: Authorized): Promise<HttpAnswer> =>
      send({ method, url, headers, body, signal, resendOnStaleSocket })
    const found = authorize(unsigned, region, call.service)
    const authorized = found instanceof Promise ? await found : found
    const answer = await sendBy(authorized)
    if (isSuccess(answer)) return answer
    // Most calls succeed: what reads failures is loaded with the first one.
    const { readServiceError } = await import('./service-error.ts')
    const refusal = await readServiceError(answer, call.promptField, authorized.headers)
    if (!isForTime(answer, authorized, refusal)) throw retryable(refusal, authorized.refused)
    const renewed = await authorize(unsigned, region, call.service)
    const second = await sendBy(renewed)
    if (isSuccess(second)) return second
    const last = await readServiceError(second, call.promptField, renewed.headers)
    throw retryable(last, renewed.refused)
  }
}

function isSuccess({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300
}

/** A request whose signature had the wrong time is sent once more, as the AWS SDK does: nothing was done for it. */
function isForTime(
  answer: HttpAnswer,
  authorized: Authorized,
  { details, message }: RequestFailure,
): boolean {
  const time = refusalTime({ type: details.code ?? undefined, message, date: answer.header('date') })
  return time !== undefined && authorized.refusedTime(time)
}

/** A 403 is final for the clients, but the next attempt would be signed with fresh credentials. */
function retryable(failure: RequestFailure, refused: () => boolean): RequestFailure {
  const renewed = EXPIRED.has(failure.details.code ?? '') && refused()
  return renewed ? failure.with({ 'x-should-retry': 'true' }) : failure
}
