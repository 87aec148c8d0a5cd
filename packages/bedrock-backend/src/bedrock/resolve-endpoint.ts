import { parseAwsHost, regionalEndpoint, type BedrockService, type EndpointVariant } from './endpoint.ts'
import type { BedrockRuntimeClientLike } from './options.ts'
import type { BedrockSettings } from './settings.ts'

/** The base URL of a service. `region` is asked only when nothing else says. */
export type EndpointResolver = (service: BedrockService, region: () => Promise<string>) => Promise<URL>

/** By option, by the borrowed client, or by region. A host that is not AWS's own stands for both services. */
export function createEndpointResolver(settings: BedrockSettings): EndpointResolver {
  const { endpoint, controlEndpoint, options } = settings
  return async (service, region) => {
    if (service === 'bedrock' && controlEndpoint !== undefined) return controlEndpoint
    const runtime = endpoint ?? (await borrowEndpoint(options.client))
    if (
      runtime !== undefined &&
      (service === 'bedrock-runtime' || parseAwsHost(runtime.hostname) === undefined)
    ) {
      return runtime
    }
    return regionalEndpoint(service, await region(), await chooseVariant(settings))
  }
}

/** An endpoint that the client was given by hand; a client that goes by region has none. */
async function borrowEndpoint(client: BedrockRuntimeClientLike | undefined): Promise<URL | undefined> {
  const parts = await client?.config.endpoint?.()
  if (parts === undefined) return undefined
  const port = parts.port === undefined ? '' : `:${parts.port}`
  return new URL(`${parts.protocol}//${parts.hostname}${port}${parts.path}`)
}

async function chooseVariant({ options, fips, dualstack }: BedrockSettings): Promise<EndpointVariant> {
  const config = options.client?.config
  return {
    fips: options.fips ?? (await config?.useFipsEndpoint?.()) ?? fips,
    dualstack: options.dualstack ?? (await config?.useDualstackEndpoint?.()) ?? dualstack,
  }
}
