import { isMantleRegion } from '@patchbay/translator'

import { parseAwsHost, regionalEndpoint, type BedrockService } from './endpoint.ts'
import { ownEndpoint } from './endpoint-environment.ts'
import type { BedrockRuntimeClientLike } from './options.ts'
import type { BedrockSettings } from './settings.ts'

/** The base URL of a service. `region` is asked only when nothing else says. */
export type EndpointResolver = (
  service: BedrockService,
  region: () => string | Promise<string>,
) => URL | Promise<URL>

/**
 * By option, by the borrowed client, by AWS's configuration, or by region. What options and configuration say does not change: it is
 * found out once, and there at once from then on. A borrowed client is asked each time.
 */
export function createEndpointResolver(settings: BedrockSettings): EndpointResolver {
  const isFixed = settings.options.client === undefined
  const known = new Map<BedrockService, { readonly region?: string; readonly url: URL }>()
  const wait = async (
    service: BedrockService,
    region: string | undefined,
    ask: () => string | Promise<string>,
  ): Promise<URL> => {
    const found = await findEndpoint(settings, service)
    if (found !== undefined) {
      if (isFixed) known.set(service, { url: found })
      return found
    }
    const named = region ?? (await ask())
    const { endpointVariant } = await import('./configured-endpoint.ts')
    const url = regionalEndpoint(service, named, await endpointVariant(settings))
    if (isFixed) known.set(service, { region: named, url })
    return url
  }
  return (service, region) => {
    const last = known.get(service)
    if (last === undefined) return wait(service, undefined, region)
    if (last.region === undefined) return last.url
    const named = region()
    if (typeof named !== 'string') return wait(service, undefined, () => named)
    return named === last.region ? last.url : wait(service, named, region)
  }
}

/**
 * The endpoint of a service where anything but the region names one. One of Bedrock Runtime that is not AWS's own host stands
 * for the control plane as well.
 */
export async function findEndpoint(
  settings: BedrockSettings,
  service: BedrockService,
): Promise<URL | undefined> {
  if (service === 'bedrock-mantle') return settings.mantleEndpoint
  if (service === 'bedrock-runtime') return (await givenEndpoint(settings)) ?? nextEndpoint(settings)
  if (settings.options.controlEndpoint !== undefined) return settings.controlEndpoint
  const given = unlessAws(await givenEndpoint(settings))
  // A variable for the control plane alone was meant for it.
  if (given !== undefined && ownEndpoint(settings.environment, service) === undefined) return given
  return (await configuredEndpoint(settings, service)) ?? given ?? unlessAws(await nextEndpoint(settings))
}

/** The endpoint that AWS's configuration names; what reads that is loaded where no option says. */
async function configuredEndpoint(
  settings: BedrockSettings,
  service: BedrockService,
): Promise<URL | undefined> {
  const configured = await import('./configured-endpoint.ts')
  return configured.configuredEndpoint(settings, service)
}

/** Bedrock Runtime's endpoint that was given in code, to the route or to the client that it borrows. */
async function givenEndpoint({ options, endpoint }: BedrockSettings): Promise<URL | undefined> {
  if (options.endpoint !== undefined) return endpoint
  const parts = await options.client?.config.endpoint?.()
  if (parts === undefined) return undefined
  const port = parts.port === undefined ? '' : `:${parts.port}`
  return new URL(`${parts.protocol}//${parts.hostname}${port}${parts.path}`)
}

/** Bedrock Runtime's endpoint by AWS's configuration: a borrowed client's own reading of it. */
async function nextEndpoint(settings: BedrockSettings): Promise<URL | undefined> {
  const { client } = settings.options
  return client === undefined ? configuredEndpoint(settings, 'bedrock-runtime') : readByClient(client)
}

async function readByClient({ config }: BedrockRuntimeClientLike): Promise<URL | undefined> {
  if (config.ignoreConfiguredEndpointUrls === true) return undefined
  const found = await config.serviceConfiguredEndpoint?.()
  return found === undefined ? undefined : new URL(found)
}

function unlessAws(url: URL | undefined): URL | undefined {
  return url === undefined || parseAwsHost(url.hostname) === undefined ? url : undefined
}

/** Whether requests may go to Mantle in a region, as `knowsMantle` finds it. */
export type MantleKnowledge = (region: string | undefined) => boolean | Promise<boolean>

/** Finds it out once for each region in turn; where a client is borrowed, which may change, each time. */
export function createMantleKnowledge(settings: BedrockSettings): MantleKnowledge {
  let last: { readonly region: string | undefined; readonly isKnown: boolean } | undefined
  const find = async (region: string | undefined): Promise<boolean> => {
    const isKnown = await knowsMantle(settings, region)
    if (settings.options.client === undefined) last = { region, isKnown }
    return isKnown
  }
  return (region) => (last !== undefined && last.region === region ? last.isKnown : find(region))
}

/**
 * Whether requests may go to Mantle: an option names it, or it is AWS's own host of the region. Where another host stands for
 * Bedrock Runtime nothing is known of a Mantle beside it; a VPC endpoint or FIPS was chosen to keep traffic off public hosts, and the
 * region's Mantle is one.
 */
export async function knowsMantle(settings: BedrockSettings, region: string | undefined): Promise<boolean> {
  if (settings.mantleEndpoint !== undefined) return true
  if (region === undefined || !isMantleRegion(region)) return false
  const runtime = await findEndpoint(settings, 'bedrock-runtime')
  if (runtime !== undefined && !isPublicAws(runtime.hostname)) return false
  const { endpointVariant } = await import('./configured-endpoint.ts')
  return !(await endpointVariant(settings)).fips
}

function isPublicAws(hostname: string): boolean {
  const host = parseAwsHost(hostname)
  return host !== undefined && !host.fips && !hostname.includes('.vpce.')
}
