import { readEnvironment, readSwitch, validateHeaders } from '@patchbay/core'

import { parseAwsHost, parseEndpoint } from './endpoint.ts'
import type { BedrockOptions } from './options.ts'
import { isRegion, validateOptions } from './validate-options.ts'

/** The options of one route together with what the environment said when the route was made. */
export interface BedrockSettings {
  readonly options: BedrockOptions
  /** The region, where options, endpoint or environment name it. */
  readonly region: string | undefined
  readonly endpoint: URL | undefined
  readonly controlEndpoint: URL | undefined
  readonly fips: boolean
  readonly dualstack: boolean
  /** AWS_BEARER_TOKEN_BEDROCK. */
  readonly bearerToken: string | undefined
  readonly defaultModel: string | undefined
  readonly embeddingModel: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** A variable of the environment; `undefined` when unset or blank. */
type ReadVariable = (name: string) => string | undefined

/**
 * Checks the options and reads the environment, once.
 *
 * @param environment stands for the process's environment
 * @throws ConfigurationError
 */
export function readSettings(given: BedrockOptions, environment?: Environment): BedrockSettings {
  const env = environment === undefined ? readEnvironment : readerOf(environment)
  validateOptions(given)
  const options = copyOptions(given)
  validateHeaders({ ...options.headers }, 'bedrock(): headers')
  const insecure = options.allowInsecure ?? readSwitch('PATCHBAY_ALLOW_INSECURE', env) ?? false
  const parse = (value: string | undefined, name: string, service: 'bedrock-runtime' | 'bedrock') =>
    value === undefined ? undefined : parseEndpoint(value, name, service, insecure)
  const explicit = parse(options.endpoint, 'endpoint', 'bedrock-runtime')
  const fromEnvironment = () =>
    options.client === undefined
      ? parse(
          configuredEndpoint(env, 'AWS_ENDPOINT_URL_BEDROCK_RUNTIME'),
          'AWS_ENDPOINT_URL_BEDROCK_RUNTIME',
          'bedrock-runtime',
        )
      : undefined
  const endpoint = explicit ?? fromEnvironment()
  return {
    options,
    region: knownRegion(options, endpoint, env),
    endpoint,
    controlEndpoint:
      parse(options.controlEndpoint, 'controlEndpoint', 'bedrock') ??
      parse(configuredEndpoint(env, 'AWS_ENDPOINT_URL_BEDROCK'), 'AWS_ENDPOINT_URL_BEDROCK', 'bedrock'),
    fips: options.fips ?? isOn(env, 'AWS_USE_FIPS_ENDPOINT'),
    dualstack: options.dualstack ?? isOn(env, 'AWS_USE_DUALSTACK_ENDPOINT'),
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

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
function configuredEndpoint(env: ReadVariable, name: string): string | undefined {
  return isOn(env, 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS') ? undefined : env(name)
}

function readerOf(environment: Environment): ReadVariable {
  return (name) => environment[name]?.trim() || undefined
}

function isOn(env: ReadVariable, name: string): boolean {
  const value = env(name)?.toLowerCase()
  return value === '1' || value === 'true'
}
