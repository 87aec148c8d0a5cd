import { ConfigurationError } from '../errors/configuration-error.ts'
import { isPathSegment } from './gateway-base.ts'
import type { CommonGatewayOptions } from './gateway-options.ts'

/** The providers that AltrumAI has a path for. */
export const ALTRUM_PROVIDERS = ['amazon-bedrock', 'openai', 'azure', 'anthropic'] as const

/** A provider behind AltrumAI. */
export type AltrumProvider = (typeof ALTRUM_PROVIDERS)[number]

/** Options of `altrum()`. https://docs.altrum.ai */
export interface AltrumOptions extends CommonGatewayOptions {
  /** The service's root, without `/v1`. Default: `ALTRUM_BASE_URL`, else `https://api.altrum.ai`. */
  baseURL?: string | undefined
  /** Header `Project-Api-Key`. Default: `ALTRUM_API_KEY`, for the base in `ALTRUM_BASE_URL` or the default one only. */
  apiKey?: string | undefined
  /** The provider's segment of the path. Default: `amazon-bedrock`. */
  provider?: AltrumProvider | undefined
  /** Header `aws-access-key-id`, for `amazon-bedrock`. Never taken from the environment. */
  awsAccessKeyId?: string | undefined
  /** Header `aws-secret-access-key`, for `amazon-bedrock`. */
  awsSecretAccessKey?: string | undefined
  /** Refused: AltrumAI has no header for temporary credentials. */
  awsSessionToken?: undefined
  /** Header `aws-region-name`, for `amazon-bedrock`. */
  awsRegion?: string | undefined
  /** `azure`: the `{endpoint}` of the path. Default for Azure clients: the host of the client's endpoint. */
  azureEndpoint?: string | undefined
  /** `azure`: the deployment. Default: the request's deployment, else its model. */
  azureDeployment?: string | undefined
  /** `azure`: `api-version` of the query. Default for Azure clients: the request's. */
  azureApiVersion?: string | undefined
  /** Seconds that a completion may take, sent in the body. The service's default is 600. */
  timeout?: number | undefined
}

/** The options that `altrum()` has besides those of every gateway. */
export const ALTRUM_OPTIONS = [
  'provider',
  'awsAccessKeyId',
  'awsSecretAccessKey',
  'awsSessionToken',
  'awsRegion',
  'azureEndpoint',
  'azureDeployment',
  'azureApiVersion',
  'timeout',
] as const satisfies readonly Exclude<keyof AltrumOptions, keyof CommonGatewayOptions>[]

const AWS_OPTIONS = ['awsAccessKeyId', 'awsSecretAccessKey', 'awsRegion'] as const

/**
 * Refuses what `altrum()` cannot honour.
 *
 * @throws ConfigurationError
 */
export function checkAltrumOptions(options: AltrumOptions): void {
  const sessionToken: unknown = options.awsSessionToken
  if (sessionToken !== undefined) {
    throw new ConfigurationError(
      'altrum() cannot send `awsSessionToken`: AltrumAI has no header for it. Give the keys of an IAM user, or use ' +
        'portkey() or bedrock(), which take temporary credentials.',
    )
  }
  if (options.provider !== undefined && !isAltrumProvider(options.provider))
    throw new ConfigurationError(`altrum(): \`provider\` must be one of ${ALTRUM_PROVIDERS.join(', ')}.`)
  const missing = AWS_OPTIONS.filter((name) => options[name] === undefined)
  if (missing.length > 0 && missing.length < AWS_OPTIONS.length)
    throw new ConfigurationError(`altrum() needs all three AWS options: ${missing.join(', ')} is missing.`)
  for (const name of ['azureEndpoint', 'azureDeployment'] as const) {
    const value = options[name]
    if (value !== undefined && !isPathSegment(value))
      throw new ConfigurationError(`altrum(): \`${name}\` must be a name, not empty, "." or "..".`)
  }
  if (options.timeout !== undefined && !(Number.isInteger(options.timeout) && options.timeout > 0))
    throw new ConfigurationError('altrum(): `timeout` must be a whole number of seconds.')
}

/** Whether AltrumAI has a path for a provider. */
export function isAltrumProvider(name: string): name is AltrumProvider {
  return (ALTRUM_PROVIDERS as readonly string[]).includes(name)
}
