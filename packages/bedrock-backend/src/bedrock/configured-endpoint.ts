import { readAwsProfile } from '#bedrock/aws-profile'
import { ConfigurationError, loadOnce } from '@patchbay/core'

import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'
import type { AwsProfile } from './aws-profile.ts'
import { parseAwsHost, parseEndpoint, type BedrockService, type EndpointVariant } from './endpoint.ts'
import { environmentEndpoint, readFlag, standsFor, type NamedEndpoint } from './endpoint-environment.ts'
import type { BedrockSettings } from './settings.ts'

/** What a section of services calls each service. https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html */
const SECTIONS = {
  'bedrock-runtime': 'bedrock_runtime.endpoint_url',
  bedrock: 'bedrock.endpoint_url',
  'bedrock-mantle': 'bedrock_mantle.endpoint_url',
} as const satisfies Record<BedrockService, string>

/**
 * The endpoint that AWS's configuration names for a service, as the AWS SDK finds it: by the service's own variable, by
 * AWS_ENDPOINT_URL, by the section of services that the profile names, by the profile's `endpoint_url`. `undefined` where
 * nothing names one, or where the environment or the profile says that they are to be ignored. Options do not count here.
 *
 * @throws RequestFailure 400 where it is no endpoint of the service, or stands beside FIPS or dual stack
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export async function configuredEndpoint(
  settings: BedrockSettings,
  service: BedrockService,
): Promise<URL | undefined> {
  const { environment } = settings
  if (environment.ignoreEndpoints === true) return undefined
  const profile = await endpointProfile(settings)
  const ignored =
    environment.ignoreEndpoints ?? readFlag(profile.settings['ignore_configured_endpoint_urls']) ?? false
  if (ignored) return undefined
  const named =
    environmentEndpoint(environment, service) ?? profileEndpoint(profile, settings.profile, service)
  if (named === undefined) return undefined
  const url = parse(named, service, settings.insecure)
  await refuseVariant(url, named, settings)
  return url
}

/** Which of AWS's hosts is wanted: by option, as the borrowed client, by the environment, by the profile. */
export async function endpointVariant(settings: BedrockSettings): Promise<EndpointVariant> {
  const { options, environment } = settings
  const config = options.client?.config
  const fips = options.fips ?? (await config?.useFipsEndpoint?.()) ?? environment.fips
  const dualstack = options.dualstack ?? (await config?.useDualstackEndpoint?.()) ?? environment.dualstack
  if (fips !== undefined && dualstack !== undefined) return { fips, dualstack }
  const profile = (await endpointProfile(settings)).settings
  return {
    fips: fips ?? readFlag(profile['use_fips_endpoint']) ?? false,
    dualstack: dualstack ?? readFlag(profile['use_dualstack_endpoint']) ?? false,
  }
}

function profileEndpoint(
  { settings, services }: AwsProfile,
  name: string,
  service: BedrockService,
): NamedEndpoint | undefined {
  // The AWS SDK looks no further then.
  if (services === 'missing') return undefined
  const own = services?.[SECTIONS[service]]
  if (own !== undefined) return { value: own, source: `${SECTIONS[service]} of the AWS profile ${name}` }
  const shared = settings['endpoint_url']
  if (shared === undefined || !standsFor(shared, service)) return undefined
  return { value: shared, source: `endpoint_url of the AWS profile ${name}` }
}

/** Names what the environment and the files say by a failure of the request: they are read when it is served. */
function parse({ value, source }: NamedEndpoint, service: BedrockService, insecure: boolean): URL {
  try {
    return parseEndpoint(value, source, service, insecure)
  } catch (error) {
    throw error instanceof ConfigurationError ? invalidEndpoint(error.message) : error
  }
}

/** AWS takes an endpoint or a variant: which of them was meant is not guessed. The AWS SDK refuses it, too. */
async function refuseVariant(url: URL, { source }: NamedEndpoint, settings: BedrockSettings): Promise<void> {
  const { fips, dualstack } = await endpointVariant(settings)
  const isFips = parseAwsHost(url.hostname)?.fips === true
  if (!dualstack && (!fips || isFips)) return
  throw invalidEndpoint(
    `bedrock(): ${dualstack ? 'The dual-stack' : 'A FIPS'} endpoint is asked for, and ${source} names another one: AWS does ` +
      'not take both. Give bedrock() `endpoint`, or unset one of them.',
  )
}

function invalidEndpoint(message: string): RequestFailure {
  return new RequestFailure(message, { status: 400, code: 'invalid_endpoint' }, DO_NOT_RETRY)
}

const profiles = new WeakMap<BedrockSettings, () => Promise<AwsProfile>>()

/** What the profile says of endpoints, read once for each route. */
function endpointProfile(settings: BedrockSettings): Promise<AwsProfile> {
  let read = profiles.get(settings)
  if (read === undefined) {
    read = loadOnce(() => readAwsProfile(settings.profile, 'endpoint'))
    profiles.set(settings, read)
  }
  return read()
}
