import { type AskedCall, buildCall, type BuiltCall } from './build-call.ts'
import { senderOf } from './interceptors.ts'

/**
 * The request that an `OpenAI` or `AzureOpenAI` client would hand to its `fetch`, registered or not.
 *
 * @throws UnsupportedClientError, and whatever the SDK throws of a request that it would not send
 */
export function explainedCall(client: unknown, asked: AskedCall): Promise<BuiltCall> {
  return buildCall(client, asked, senderOf)
}
