import { readText } from '@patchbay/core/transport'
import { encodeModelId, parseModelId } from '@patchbay/translator'

import type { BedrockCaller, Caller, ProfileResolver, Services } from '../backend/services.ts'
import { createTimeLimitedCache } from '../time-limited-cache.ts'
import { CONTROL_PLANE_RESOURCES } from './control-plane-resources.ts'

/** How long an answer is remembered, in milliseconds: a profile can be pointed at another model. */
const LIFETIME = 10 * 60 * 1000

/**
 * Asks the control plane which foundation model an ARN stands for; `undefined` when it does not say.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetProvisionedModelThroughput.html
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetCustomModelDeployment.html
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetPromptRouter.html
 */
export function createProfileResolver(
  call: BedrockCaller,
  now: () => number = Date.now,
): ProfileResolver & { readonly known: Services['knownProfile'] } {
  const cache = createTimeLimitedCache<string>(LIFETIME, now)
  const settled = (answer: Promise<string> | undefined) => answer?.catch(() => undefined)
  const resolve: ProfileResolver = async (arn, caller) => {
    // The question is shared: one caller's abort must not spoil the others' answer.
    const ask = () => askControlPlane(call, arn, { ...caller, signal: undefined })
    return settled(cache.get(arn, ask))
  }
  return Object.assign(resolve, { known: async (arn: string) => settled(cache.peek(arn)) })
}

async function askControlPlane(call: BedrockCaller, arn: string, caller: Caller): Promise<string> {
  const resource = CONTROL_PLANE_RESOURCES[parseModelId(arn).kind] ?? 'inference-profiles'
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
