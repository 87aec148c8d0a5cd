import { connectionError, readText, type HttpAnswer } from '../transport/http-client.ts'
import type { BedrockCaller, Caller } from './bedrock-caller.ts'
import { unknownOperation } from './service-error.ts'

/** A whole answer in JSON. */
export interface JsonAnswer {
  readonly body: unknown
  readonly answer: HttpAnswer
}

/**
 * Posts JSON to Bedrock Runtime and waits for the whole answer.
 *
 * @param path below the endpoint, percent-encoded
 * @param model the model the call is for, where there is one: its ARN may be the only thing that names a region
 */
export async function postJson(
  call: BedrockCaller,
  path: string,
  body: object,
  caller: Caller,
  model?: string,
): Promise<JsonAnswer> {
  const answer = await call(
    {
      service: 'bedrock-runtime',
      method: 'POST',
      path,
      accept: 'application/json',
      body: JSON.stringify(body),
      ...(model === undefined ? {} : { model }),
    },
    caller,
  )
  const json = parse(await readText(answer.body))
  const failure = unknownOperation(json)
  if (failure !== undefined) throw failure
  return { body: json, answer }
}

/** An answer that is no JSON did not come from Bedrock, or not in one piece: trying again may help. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw connectionError(error)
  }
}
