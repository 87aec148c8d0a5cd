import { loadOnce } from '@patchbay/core'
import { parseModelId } from '@patchbay/translator'

import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'
import type { BedrockSettings } from './settings.ts'
import { isRegion } from './validate-options.ts'

/** The region of a request, given the model id that it is for. */
export type RegionResolver = (model: string | undefined) => Promise<string>

/**
 * What the settings know; else the borrowed client's, the profile's, and at last the one in the model's ARN.
 * Files are read once. Rejects with a `RequestFailure` that names the remedy.
 */
export function createRegionResolver(settings: BedrockSettings): RegionResolver {
  const ask = loadOnce(() => askAround(settings))
  return async (model) => {
    if (settings.region !== undefined) return settings.region
    const found = await ask()
    if (found !== undefined && isRegion(found)) return found
    const named = model === undefined ? undefined : parseModelId(model).region
    if (named !== undefined && isRegion(named)) return named
    throw new RequestFailure(
      'No AWS region for Amazon Bedrock: give bedrock() `region`, or set AWS_REGION, or a region in the AWS profile.',
      { status: 400, code: 'region_not_found' },
      DO_NOT_RETRY,
    )
  }
}

async function askAround({ options }: BedrockSettings): Promise<string | undefined> {
  const borrowed = await options.client?.config.region().catch(() => undefined)
  if (borrowed !== undefined) return borrowed
  const { readProfileRegion } = await import('#bedrock/profile-region')
  return readProfileRegion(options.profile)
}
