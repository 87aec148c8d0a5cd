import { readEnvironment, readSwitch, validateHeaders } from '@patchbay/core'

import { parseAwsHost, parseEndpoint, parseMantleEndpoint, type BedrockService } from './endpoint.ts'
import {
  environmentEndpoint,
  ownEndpoint,
  readEndpointEnvironment,
  type EndpointEnvironment,
  type NamedEndpoint,
  type ReadVariable,
} from './endpoint-environment.ts'
import type { BedrockOptions } from './options.ts'
import { isRegion, validateOptions } from './validate-options.ts'

/** The options of one route together with what the environment said when the route was made. */
export interface BedrockSettings {
  readonly options: BedrockOptions
  /** The region, where options, endpoint or environment name it. */
  readonly region: string | undefined
  /** As far as it is known before a request: the profile may name another one (`findEndpoint`). */
  readonly endpoint: URL | undefined
  readonly controlEndpoint: URL | undefined
  /** The origin of Mantle, where an option or AWS_ENDPOINT_URL_BEDROCK_MANTLE names one. */
  readonly mantleEndpoint: URL | undefined
  readonly fips: boolean
  readonly dualstack: boolean
  /** What the environment says of endpoints. */
  readonly environment: EndpointEnvironment
  /** The profile of the AWS configuration files. */
  readonly profile: string
  /** Credentials may go over plain http beyond loopback. */
  readonly insecure: boolean
  /** AWS_BEARER_TOKEN_BEDROCK. */
  readonly bearerToken: string | undefined
  readonly defaultModel: string | undefined
  readonly embeddingModel: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Checks the options and reads the environment, once.
 *
 * @param variables stand for the process's environment
 * @throws ConfigurationError
 */
export function readSettings(given: BedrockOptions, variables?: Environment): BedrockSettings {
  const env = variables === undefined ? readEnvironment : readerOf(variables)
  validateOptions(given)
  const options = copyOptions(given)
  validateHeaders({ ...options.headers }, 'bedrock(): headers')
  const insecure = options.allowInsecure ?? readSwitch('PATCHBAY_ALLOW_INSECURE', env) ?? false
  const parse = (named: NamedEndpoint | undefined, service: BedrockService) =>
    named === undefined ? undefined : parseEndpoint(named.value, named.source, service, insecure)
  const byOption = (name: 'endpoint' | 'controlEndpoint' | 'mantleEndpoint'): NamedEndpoint | undefined => {
    const value = options[name]
    return value === undefined ? undefined : { value, source: name }
  }
  const environment = readEndpointEnvironment(env)
  const counts = environment.ignoreEndpoints !== true
  const runtime =
    counts && options.client === undefined ? environmentEndpoint(environment, 'bedrock-runtime') : undefined
  const control = counts ? ownEndpoint(environment, 'bedrock') : undefined
  const mantle =
    byOption('mantleEndpoint') ?? (counts ? ownEndpoint(environment, 'bedrock-mantle') : undefined)
  const endpoint = parse(byOption('endpoint') ?? runtime, 'bedrock-runtime')
  return {
    options,
    region: knownRegion(options, endpoint, env),
    endpoint,
    controlEndpoint: parse(byOption('controlEndpoint') ?? control, 'bedrock'),
    mantleEndpoint:
      mantle === undefined ? undefined : parseMantleEndpoint(mantle.value, mantle.source, insecure),
    fips: options.fips ?? environment.fips ?? false,
    dualstack: options.dualstack ?? environment.dualstack ?? false,
    environment,
    profile: options.profile ?? env('AWS_PROFILE') ?? 'default',
    insecure,
    bearerToken: env('AWS_BEARER_TOKEN_BEDROCK'),
    defaultModel: options.defaultModel ?? env('PATCHBAY_DEFAULT_MODEL'),
    embeddingModel: options.embeddingModel ?? env('PATCHBAY_DEFAULT_EMBEDDING_MODEL'),
  }
}

/** What was checked is what will be used, whatever becomes of the caller's objects. */
function copyOptions(options: BedrockOptions): BedrockOptions {
  return {
    ...options,
    ...(options.models === undefined ? {} : { models: { ...options.models } }),
    ...(typeof options.api === 'object' ? { api: { ...options.api } } : {}),
    ...(typeof options.host === 'object' ? { host: { ...options.host } } : {}),
    ...(options.headers === undefined ? {} : { headers: { ...options.headers } }),
    ...(options.guardrail === undefined ? {} : { guardrail: { ...options.guardrail } }),
  }
}

/** An endpoint's own region beats the environment's: a signature for another region is never accepted there. */
function knownRegion(
  options: BedrockOptions,
  endpoint: URL | undefined,
  env: ReadVariable,
): string | undefined {
  if (options.region !== undefined) return options.region
  const fromHost = endpoint === undefined ? undefined : parseAwsHost(endpoint.hostname)?.region
  if (fromHost !== undefined) return fromHost
  // The client was configured by hand: it is asked at the first request, before the environment counts.
  if (options.client !== undefined) return undefined
  const named = env('AWS_REGION') ?? env('AWS_DEFAULT_REGION')
  return named !== undefined && isRegion(named) ? named : undefined
}

function readerOf(environment: Environment): ReadVariable {
  return (name) => environment[name]?.trim() || undefined
}
