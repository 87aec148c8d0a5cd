import { encodeModelId, parseModelId } from '@patchbay/translator'

import type { BedrockCaller, Caller } from '../backend/bedrock-caller.ts'
import { createTimeLimitedCache } from '../time-limited-cache.ts'
import { readText } from '../transport/http-client.ts'

/** A profile can be pointed at another model: what was found is believed this long, in milliseconds. */
const LIFETIME = 10 * 60 * 1000

/**
 * Asks the control plane which foundation model an ARN stands for; `undefined` when it does not say.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetProvisionedModelThroughput.html
 */
export function createProfileLookUp(call: BedrockCaller, now: () => number = Date.now) {
  const cache = createTimeLimitedCache<string>(LIFETIME, now)
  return async (arn: string, caller: Caller): Promise<string | undefined> => {
    // The question is shared: one caller's abort must not spoil the others' answer.
    const ask = () => askControlPlane(call, arn, { client: caller.client, signal: undefined })
    try {
      return await cache.get(arn, ask)
    } catch {
      return undefined
    }
  }
}

async function askControlPlane(call: BedrockCaller, arn: string, caller: Caller): Promise<string> {
  const resource =
    parseModelId(arn).kind === 'provisioned-model' ? 'provisioned-model-throughput' : 'inference-profiles'
  const path = `/${resource}/${encodeModelId(arn)}`
  const answer = await call(
    { service: 'bedrock', method: 'GET', path, accept: 'application/json', model: arn },
    caller,
  )
  const body = JSON.parse(await readText(answer.body)) as {
    models?: { modelArn?: unknown }[]
    foundationModelArn?: unknown
  }
  const model = body.models?.[0]?.modelArn ?? body.foundationModelArn
  if (typeof model !== 'string') throw new TypeError('The control plane named no model.')
  return model
}
