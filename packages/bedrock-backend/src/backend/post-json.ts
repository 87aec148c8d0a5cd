import type { HttpAnswer } from '@patchbay/core'
import { readJson } from './service-answer.ts'
import type { BedrockCaller, Caller } from './services.ts'
import { withinDepth } from './within-depth.ts'

/** A whole answer in JSON, parsed, and the answer itself for its headers. */
export interface PostAnswer {
  readonly body: unknown
  readonly answer: HttpAnswer
}

/**
 * Posts JSON to Bedrock Runtime and waits for the whole answer.
 *
 * @param path below the endpoint, percent-encoded
 * @param model the model that the call is for, if any: its ARN may be all that names a region
 */
export async function postJson(
  call: BedrockCaller,
  path: string,
  body: object,
  caller: Caller,
  model?: string,
): Promise<PostAnswer> {
  const answer = await call(
    {
      service: 'bedrock-runtime',
      method: 'POST',
      path,
      accept: 'application/json',
      body: withinDepth(() => JSON.stringify(body)),
      ...(model === undefined ? {} : { model }),
    },
    caller,
  )
  return { body: (await readJson(answer)).json, answer }
}
