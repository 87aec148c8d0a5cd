import { ConfigurationError, parseBaseURL } from '@patchbay/core'

/** The services: the two hosts that answer prompts, and the one that knows models and inference profiles. */
export type BedrockService = 'bedrock-runtime' | 'bedrock-mantle' | 'bedrock'

interface Partition {
  readonly regions: RegExp
  readonly suffix: string
  readonly dualstackSuffix: string
}

/**
 * Host suffixes by partition, the last one for all other regions.
 * https://github.com/aws/aws-sdk-js-v3 `partitions.json` (2026-11)
 */
const PARTITIONS = [
  { regions: /^cn-/, suffix: 'amazonaws.com.cn', dualstackSuffix: 'api.amazonwebservices.com.cn' },
  { regions: /^eusc-/, suffix: 'amazonaws.eu', dualstackSuffix: 'api.amazonwebservices.eu' },
  { regions: /^us-iso-/, suffix: 'c2s.ic.gov', dualstackSuffix: 'api.aws.ic.gov' },
  { regions: /^us-isob-/, suffix: 'sc2s.sgov.gov', dualstackSuffix: 'api.aws.scloud' },
  { regions: /^eu-isoe-/, suffix: 'cloud.adc-e.uk', dualstackSuffix: 'api.cloud-aws.adc-e.uk' },
  { regions: /^us-isof-/, suffix: 'csp.hci.ic.gov', dualstackSuffix: 'api.aws.hci.ic.gov' },
  { regions: /^/, suffix: 'amazonaws.com', dualstackSuffix: 'api.aws' },
] as const satisfies readonly Partition[]

/** How the host of a region is chosen. */
export interface EndpointVariant {
  readonly fips: boolean
  readonly dualstack: boolean
}

/** The service's URL in a region, without a trailing slash. */
export function regionalEndpoint(service: BedrockService, region: string, variant: EndpointVariant): URL {
  const partition = PARTITIONS.find((candidate) => candidate.regions.test(region)) as Partition
  // Mantle has one host in a region, below the suffix that the others use for dual stack.
  if (service === 'bedrock-mantle')
    return new URL(`https://${service}.${region}.${partition.dualstackSuffix}`)
  const suffix = variant.dualstack ? partition.dualstackSuffix : partition.suffix
  return new URL(`https://${service}${variant.fips ? '-fips' : ''}.${region}.${suffix}`)
}

/** `bedrock-runtime.us-east-1.amazonaws.com`, `vpce-0a1.bedrock-runtime.us-east-1.vpce.amazonaws.com`, ... */
const AWS_HOST = new RegExp(
  `(?:^|\\.)(bedrock[a-z-]*?)(-fips)?\\.([a-z0-9-]+)\\.(?:vpce\\.)?(${PARTITIONS.flatMap((partition) => [
    partition.suffix,
    partition.dualstackSuffix,
  ])
    .map((suffix) => suffix.replaceAll('.', String.raw`\.`))
    .join('|')})$`,
)

/** What an AWS host says of itself; `undefined` for every other host. */
export function parseAwsHost(
  hostname: string,
): { service: string; region: string; fips: boolean } | undefined {
  const match = AWS_HOST.exec(hostname)
  if (match === null) return undefined
  const [, service = '', fips, region = ''] = match
  return { service, region, fips: fips !== undefined }
}

/**
 * Checks an endpoint of Mantle that was given by hand.
 *
 * @throws ConfigurationError as `parseEndpoint`, and for one with a path: its APIs have several base paths
 */
export function parseMantleEndpoint(value: string, source: string, allowInsecure: boolean): URL {
  const url = parseEndpoint(value, source, 'bedrock-mantle', allowInsecure)
  if (url.pathname === '/') return url
  throw new ConfigurationError(
    `bedrock(): ${source} is the origin of bedrock-mantle, without a path: use ${url.origin}. Each API's path is put behind it.`,
  )
}

/**
 * Checks an endpoint that was given by hand.
 *
 * @param source what it is called where it was given, e.g. `endpoint`
 * @throws ConfigurationError for what is no URL, for plain http beyond loopback, and for the control plane's host,
 * which answers no prompts
 */
export function parseEndpoint(
  value: string,
  source: string,
  service: BedrockService,
  allowInsecure: boolean,
): URL {
  const url = parseBaseURL(value, `bedrock(): ${source}`, allowInsecure)
  const host = parseAwsHost(url.hostname)
  if (host === undefined || host.service === service) return url
  const right = url.hostname.replace(
    `${host.service}${host.fips ? '-fips' : ''}.`,
    `${service}${host.fips ? '-fips' : ''}.`,
  )
  const reason =
    service === 'bedrock'
      ? 'knows no models'
      : host.service === 'bedrock'
        ? 'answers no prompts'
        : 'is another one'
  throw new ConfigurationError(
    `bedrock(): ${source} is a host of the service ${host.service}, which ${reason}: use https://${right} (${service}).`,
  )
}
