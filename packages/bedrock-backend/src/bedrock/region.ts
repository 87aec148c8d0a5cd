import { loadOnce } from '@patchbay/core'
import { parseModelId } from '@patchbay/translator'

import { parseAwsHost } from './endpoint.ts'
import type { BedrockSettings } from './settings.ts'
import { isRegion } from './validate-options.ts'

/** The region of a request, given the model id that it is for. */
export type RegionResolver = (model: string | undefined) => string | Promise<string>

/**
 * By option; that of an endpoint of AWS's, which accepts no other; by the environment; the borrowed client's, the profile's, and
 * at last the one in the model's ARN. Files are read once, and from then on what they say is there at once. Rejects with a `RequestFailure` that names the remedy.
 */
export function createRegionResolver(settings: BedrockSettings): RegionResolver {
  let known: string | undefined
  const ask = loadOnce(() => findRegion(settings))
  const wait = async (model: string | undefined): Promise<string> => {
    const found = await ask()
    if (found !== undefined && isRegion(found)) {
      known = found
      return found
    }
    const named = model === undefined ? undefined : parseModelId(model).region
    if (named !== undefined && isRegion(named)) return named
    throw (await import('./no-region.ts')).noRegion()
  }
  return (model) => known ?? wait(model)
}

async function findRegion(settings: BedrockSettings): Promise<string | undefined> {
  const { options, region, profile } = settings
  if (options.region !== undefined) return region
  if (options.endpoint === undefined && options.client === undefined) {
    const { configuredEndpoint } = await import('./configured-endpoint.ts')
    const endpoint = await configuredEndpoint(settings, 'bedrock-runtime')
    const ofHost = endpoint === undefined ? undefined : parseAwsHost(endpoint.hostname)?.region
    if (ofHost !== undefined) return ofHost
  }
  if (region !== undefined) return region
  const borrowed = await options.client?.config.region().catch(() => undefined)
  if (borrowed !== undefined) return borrowed
  const { readAwsProfile } = await import('#bedrock/aws-profile')
  return (await readAwsProfile(profile, 'region')).settings['region']
}
