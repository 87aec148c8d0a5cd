import {
  type AskedCall,
  buildRequest,
  type BuiltCall,
  createFacts,
  type RequestBuilder,
} from '@patchbay/openai'

import { clientOf, delegatesOf, detectModel, type Sender } from './detect.ts'
import { partsOf } from './fetch-interceptor.ts'

/** What makes a sender's client, which it keeps: what the first call would do. */
interface ClientMaker {
  _getClientOptions?(options?: object): unknown
}

/**
 * The request that a model of LangChain's would hand to its `fetch`, registered or not.
 *
 * @throws UnsupportedClientError, and whatever the SDK throws of a request that it would not send
 */
export async function explainedCall(value: unknown, asked: AskedCall): Promise<BuiltCall> {
  const model = detectModel(value)
  const name = asked.path.startsWith('/responses') ? 'responses' : 'completions'
  const sender = delegatesOf(model).find((delegate) => delegate.name === name)?.sender ?? model
  if (clientOf(sender) === undefined) makeClient(sender)
  const client = clientOf(sender)
  if (client === undefined) throw new TypeError('The model has made no client.')
  return {
    call: await buildRequest(client as unknown as RequestBuilder, asked),
    client: createFacts(partsOf(sender)),
  }
}

function makeClient(sender: Sender): void {
  // oxlint-disable-next-line no-underscore-dangle -- LangChain's name
  ;(sender as Sender & ClientMaker)._getClientOptions?.()
}
