import { encodeModelId, parseModelId, type ModelIdKind } from '@patchbay/translator'

import type { BedrockCaller, Caller, ProfileResolver } from '../backend/services.ts'
import { createTimeLimitedCache } from '../time-limited-cache.ts'
import { readText } from '../transport/http-client.ts'

/** A profile can be pointed at another model: what was found is believed this long, in milliseconds. */
const LIFETIME = 10 * 60 * 1000

/** Where the control plane keeps what an opaque id stands for. */
const RESOURCES: Readonly<Partial<Record<ModelIdKind, string>>> = {
  'application-inference-profile': 'inference-profiles',
  'provisioned-model': 'provisioned-model-throughput',
  'custom-model-deployment': 'model-customization/custom-model-deployments',
  'prompt-router': 'prompt-routers',
}

/** Whether ids of a kind do not tell their model, and the control plane does. */
export function isLookedUp(kind: ModelIdKind): boolean {
  return RESOURCES[kind] !== undefined
}

/**
 * Asks the control plane which foundation model an ARN stands for; `undefined` when it does not say.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetProvisionedModelThroughput.html
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetCustomModelDeployment.html
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetPromptRouter.html
 */
export function createProfileResolver(call: BedrockCaller, now: () => number = Date.now): ProfileResolver {
  const cache = createTimeLimitedCache<string>(LIFETIME, now)
  return async (arn, caller) => {
    // The question is shared: one caller's abort must not spoil the others' answer.
    const ask = () => askControlPlane(call, arn, { ...caller, signal: undefined })
    try {
      return await cache.get(arn, ask)
    } catch {
      return undefined
    }
  }
}

async function askControlPlane(call: BedrockCaller, arn: string, caller: Caller): Promise<string> {
  const resource = RESOURCES[parseModelId(arn).kind] ?? 'inference-profiles'
  const path = `/${resource}/${encodeModelId(arn)}`
  const answer = await call(
    { service: 'bedrock', method: 'GET', path, accept: 'application/json', model: arn },
    caller,
  )
  const body = JSON.parse(await readText(answer.body)) as {
    models?: { modelArn?: unknown }[]
    foundationModelArn?: unknown
    /** Of a custom model: its ARN names the model it was made from. */
    modelArn?: unknown
  }
  const model = body.models?.[0]?.modelArn ?? body.foundationModelArn ?? body.modelArn
  if (typeof model !== 'string') throw new TypeError('The control plane named no model.')
  return model
}
