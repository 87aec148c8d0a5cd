import { parseAwsHost, type BedrockService } from './endpoint.ts'

/** A variable of the environment; `undefined` when unset or blank. */
export type ReadVariable = (name: string) => string | undefined

/** What the environment says of endpoints; `undefined` where it says nothing, and the profile counts. */
export interface EndpointEnvironment {
  /** By the service's own variable. */
  readonly own: Readonly<Partial<Record<BedrockService, string>>>
  /** AWS_ENDPOINT_URL, for all services. */
  readonly shared: string | undefined
  readonly fips: boolean | undefined
  readonly dualstack: boolean | undefined
  /** Endpoints of the environment and the profile do not count. */
  readonly ignoreEndpoints: boolean | undefined
}

/** An endpoint that was named outside of the code, and what it is called there. */
export interface NamedEndpoint {
  readonly value: string
  readonly source: string
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/ss-endpoints-table.html */
const VARIABLES = {
  'bedrock-runtime': 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
  'bedrock-mantle': 'AWS_ENDPOINT_URL_BEDROCK_MANTLE',
  bedrock: 'AWS_ENDPOINT_URL_BEDROCK',
} as const satisfies Record<BedrockService, string>

/** Reads AWS's variables. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
export function readEndpointEnvironment(env: ReadVariable): EndpointEnvironment {
  const own = Object.entries(VARIABLES).flatMap(([service, name]) => {
    const value = env(name)
    return value === undefined ? [] : [[service, value] as const]
  })
  return {
    own: Object.fromEntries(own),
    shared: env('AWS_ENDPOINT_URL'),
    fips: readFlag(env('AWS_USE_FIPS_ENDPOINT')),
    dualstack: readFlag(env('AWS_USE_DUALSTACK_ENDPOINT')),
    ignoreEndpoints: readFlag(env('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS')),
  }
}

/** The endpoint of a service by its own variable. */
export function ownEndpoint(
  { own }: EndpointEnvironment,
  service: BedrockService,
): NamedEndpoint | undefined {
  const value = own[service]
  return value === undefined ? undefined : { value, source: VARIABLES[service] }
}

/** The endpoint of a service by its own variable, else by AWS_ENDPOINT_URL. */
export function environmentEndpoint(
  environment: EndpointEnvironment,
  service: BedrockService,
): NamedEndpoint | undefined {
  const { shared } = environment
  const named = ownEndpoint(environment, service)
  if (named !== undefined || shared === undefined || !standsFor(shared, service)) return named
  return { value: shared, source: 'AWS_ENDPOINT_URL' }
}

/** Whether an endpoint that was named for all services is meant for this one: a host of another service of AWS is not. */
export function standsFor(value: string, service: BedrockService): boolean {
  const host = parseAwsHost(URL.parse(value)?.hostname ?? '')
  return service === 'bedrock-runtime' || host === undefined || host.service === service
}

/** A switch of AWS's: `undefined` for what is neither on nor off. */
export function readFlag(value: string | undefined): boolean | undefined {
  const flag = value?.toLowerCase()
  if (flag === 'true' || flag === '1') return true
  return flag === 'false' || flag === '0' ? false : undefined
}
