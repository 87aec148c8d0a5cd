import { encodeModelId } from '@patchbay/translator'

import { connectionError, readText } from '../transport/http-client.ts'
import type { BedrockCaller, Caller } from './bedrock-caller.ts'
import { passedHeaders, unknownOperation } from './service-error.ts'

/** One answer of InvokeModel. */
export interface InvokeModelAnswer {
  readonly body: unknown
  /** What the service counted, where it says so. */
  readonly inputTokens: number | undefined
  /** For the answer to the client. */
  readonly headers: Record<string, string>
}

/**
 * Calls a model in its own protocol and waits for the whole answer.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
 */
export async function invokeModel(
  call: BedrockCaller,
  model: string,
  body: object,
  caller: Caller,
): Promise<InvokeModelAnswer> {
  const answer = await call(
    {
      service: 'bedrock-runtime',
      method: 'POST',
      path: `/model/${encodeModelId(model)}/invoke`,
      accept: 'application/json',
      body: JSON.stringify(body),
      model,
    },
    caller,
  )
  const json = parse(await readText(answer.body))
  const failure = unknownOperation(json)
  if (failure !== undefined) throw failure
  const counted = Number(answer.header('x-amzn-bedrock-input-token-count'))
  return {
    body: json,
    inputTokens: Number.isSafeInteger(counted) && counted > 0 ? counted : undefined,
    headers: passedHeaders(answer),
  }
}

/** An answer that is no JSON did not come from Bedrock, or not in one piece: trying again may help. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw connectionError(error)
  }
}
