import { encodeModelId, parseModelId } from '@patchbay/translator'

import type { BedrockCaller, Caller } from '../backend/bedrock-caller.ts'
import { readText } from '../transport/http-client.ts'

/** A profile can be pointed at another model: what was found is believed this long, in milliseconds. */
const LIFETIME = 10 * 60 * 1000

interface Entry {
  readonly model: Promise<string | undefined>
  readonly until: number
}

/**
 * Asks the control plane which foundation model an ARN stands for. Requests at the same time share one question; an
 * answer is kept for a while, a failure is not.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetProvisionedModelThroughput.html
 */
export function createProfileLookUp(call: BedrockCaller, now: () => number = Date.now) {
  const known = new Map<string, Entry>()
  return async (arn: string, caller: Caller): Promise<string | undefined> => {
    const entry = known.get(arn)
    if (entry !== undefined && entry.until > now()) return entry.model
    // The question is shared: one caller's abort must not spoil the others' answer.
    const model = ask(call, arn, { client: caller.client, signal: undefined }).catch(() => undefined)
    known.set(arn, { model, until: now() + LIFETIME })
    const found = await model
    if (found === undefined) known.delete(arn)
    return found
  }
}

async function ask(call: BedrockCaller, arn: string, caller: Caller): Promise<string | undefined> {
  const resource =
    parseModelId(arn).kind === 'provisioned-model' ? 'provisioned-model-throughput' : 'inference-profiles'
  const answer = await call(
    {
      service: 'bedrock',
      method: 'GET',
      path: `/${resource}/${encodeModelId(arn)}`,
      accept: 'application/json',
      model: arn,
    },
    caller,
  )
  const body = JSON.parse(await readText(answer.body)) as {
    models?: { modelArn?: unknown }[]
    foundationModelArn?: unknown
  }
  const model = body.models?.[0]?.modelArn ?? body.foundationModelArn
  return typeof model === 'string' ? model : undefined
}
