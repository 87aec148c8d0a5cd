import type { HttpAnswer } from '@patchbay/core'

import { createAuthorize, type Authorized } from '../bedrock/authorize.ts'
import type { BedrockSettings } from '../bedrock/settings.ts'
import { chooseClient } from '../transport/choose-client.ts'
import { isSuccess } from './is-success.ts'
import type { BedrockCaller } from './services.ts'
import { createRequestWriter } from './write-request.ts'

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
    const { answerRefused } = await import('./refused-call.ts')
    return answerRefused({ authorized, answer }, call.promptField, async () => {
      const renewed = await authorize(unsigned, region, call.service)
      return { authorized: renewed, answer: await sendBy(renewed) }
    })
  }
}
