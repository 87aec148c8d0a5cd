import { encodeModelId } from '@patchbay/translator'

import { postJson } from './post-json.ts'
import { passedHeaders } from './passed-headers.ts'
import type { BedrockCaller, Caller } from './services.ts'

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
  const path = `/model/${encodeModelId(model)}/invoke`
  const { body: json, answer } = await postJson(call, path, body, caller, model)
  const counted = Number(answer.header('x-amzn-bedrock-input-token-count'))
  return {
    body: json,
    inputTokens: Number.isSafeInteger(counted) && counted > 0 ? counted : undefined,
    headers: passedHeaders(answer),
  }
}
