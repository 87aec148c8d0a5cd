import { loadAwsProviders } from '#bedrock/aws-providers'

import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'
import { cacheCredentials, type CredentialsCache } from './cached-credentials.ts'
import { environmentCredentials } from './environment-credentials.ts'
import { defaultChain, identitySource, prefersBearer, triedExplicitly } from './identity-source.ts'
import type {
  AssumeRoleOptions,
  AwsCredentials,
  AwsCredentialsProvider,
  BedrockRuntimeClientLike,
} from './options.ts'
import type { BedrockSettings } from './settings.ts'

/** Who signs: a bearer token, or AWS credentials with a signature. */
export type Identity =
  | { readonly kind: 'bearer'; readonly token: () => Promise<string> }
  | {
      readonly kind: 'credentials'
      readonly credentials: CredentialsCache
      /** They come from somewhere that can give new ones. */
      readonly renewable: boolean
    }

/** By the first source that there is; the default chain of the AWS SDK is imported only when its turn comes. */
export async function chooseIdentity(settings: BedrockSettings): Promise<Identity> {
  const { options, bearerToken } = settings
  const source = identitySource(settings)
  if (options.apiKey !== undefined) return bearer(options.apiKey)
  if (source === 'options') {
    const isFixed = typeof options.credentials === 'object' && options.assumeRole === undefined
    return signed(explicitProvider(settings), triedExplicitly(options), !isFixed)
  }
  if (options.client !== undefined) return borrowed(options.client, bearerToken)
  if (bearerToken !== undefined) return bearer(bearerToken)
  return signed(
    async () =>
      environmentCredentials() ?? (await loadAwsProviders()).fromNodeProviderChain(regionOf(settings))(),
    `AWS_BEARER_TOKEN_BEDROCK and ${defaultChain()}`,
  )
}

/** As the client itself would. */
async function borrowed(
  { config }: BedrockRuntimeClientLike,
  bearerToken: string | undefined,
): Promise<Identity> {
  if (await attempt(() => prefersBearer(config), 'the settings of `client`')) {
    const { token } = config
    if (token !== undefined) return bearer(async () => (await token()).token)
    if (bearerToken !== undefined) return bearer(bearerToken)
  }
  return signed(() => config.credentials(), 'the credentials of `client`')
}

function explicitProvider(settings: BedrockSettings): AwsCredentialsProvider {
  const { credentials, profile, assumeRole, client } = settings.options
  const source = credentials ?? (profile === undefined ? client?.config.credentials : undefined)
  const given = typeof source === 'object' ? async () => source : source
  if (assumeRole !== undefined) return assumed(assumeRole, settings, given)
  return given ?? profileProvider(settings)
}

function profileProvider(settings: BedrockSettings): AwsCredentialsProvider {
  const { profile } = settings.options
  return async () => {
    const { fromNodeProviderChain } = await loadAwsProviders()
    return fromNodeProviderChain({ ...(profile === undefined ? {} : { profile }), ...regionOf(settings) })()
  }
}

function assumed(
  role: AssumeRoleOptions,
  settings: BedrockSettings,
  source: AwsCredentialsProvider | undefined,
): AwsCredentialsProvider {
  return async () => {
    const { fromTemporaryCredentials } = await loadAwsProviders()
    const region = role.region ?? settings.region
    const master = source ?? (settings.options.profile === undefined ? undefined : profileProvider(settings))
    return fromTemporaryCredentials({
      params: {
        RoleArn: role.roleArn,
        RoleSessionName: role.sessionName ?? 'patchbay',
        ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
        ...(role.durationSeconds === undefined ? {} : { DurationSeconds: role.durationSeconds }),
        ...(role.policy === undefined ? {} : { Policy: role.policy }),
      },
      ...(master === undefined ? {} : { masterCredentials: async () => identityOf(await master()) }),
      ...(region === undefined ? {} : { clientConfig: { region } }),
    })()
  }
}

/** The SDK's type knows no `undefined` session token. */
function identityOf({ accessKeyId, secretAccessKey, sessionToken, expiration }: AwsCredentials) {
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expiration === undefined ? {} : { expiration }),
  }
}

/** For the providers that call STS or SSO themselves. */
function regionOf({ region }: BedrockSettings): { clientConfig?: { region: string } } {
  return region === undefined ? {} : { clientConfig: { region } }
}

function bearer(apiKey: string | (() => Promise<string>)): Identity {
  if (typeof apiKey === 'string') return { kind: 'bearer', token: async () => apiKey }
  return {
    kind: 'bearer',
    token: async () => {
      const token: unknown = await attempt(apiKey, 'the function `apiKey`')
      if (typeof token !== 'string' || token === '') throw notFound('the function `apiKey`', undefined)
      return token
    },
  }
}

function signed(provider: AwsCredentialsProvider, tried: string, renewable = true): Identity {
  const credentials = cacheCredentials(async () => {
    const found: Partial<AwsCredentials> | undefined = await attempt(provider, tried)
    if (!found?.accessKeyId || !found.secretAccessKey) throw notFound(tried, undefined)
    return found as AwsCredentials
  })
  return { kind: 'credentials', credentials, renewable }
}

/** Calls a provider, which may throw outright. */
async function attempt<Result>(provider: () => Promise<Result>, tried: string): Promise<Result> {
  try {
    return await provider()
  } catch (error) {
    // Our own words: the AWS SDK's providers cannot be loaded here.
    throw error instanceof RequestFailure ? error : notFound(tried, error)
  }
}

/**
 * Names what was tried, and what the AWS SDK said of it: "run aws sso login", say. The text of any other provider stays out of the
 * answer, which may go to strangers.
 */
function notFound(tried: string, error: unknown): RequestFailure {
  const failure = new RequestFailure(
    `No AWS credentials for Amazon Bedrock: ${tried} gave none${reasonOf(error)}. Give bedrock() \`apiKey\`, \`credentials\` or ` +
      '`profile`, or set AWS_BEARER_TOKEN_BEDROCK or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    { status: 401, type: 'authentication_error', code: 'credentials_not_found' },
    DO_NOT_RETRY,
  )
  if (error !== undefined && !quotesCommand(error)) failure.cause = error
  return failure
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if (!isAwsError(error) || quotesCommand(error)) return ` (${error.name})`
  return ` (${error.name}: ${error.message.trim().replace(/\.$/, '')})`
}

/** Errors of the AWS SDK's providers, and of the services that they ask, STS and SSO. */
function isAwsError(error: Error): boolean {
  return error.name.endsWith('ProviderError') || '$fault' in error || '$metadata' in error
}

/**
 * Whether a text is that of a `credential_process` that failed: it has the command line in it, and what the command wrote.
 * https://nodejs.org/api/child_process.html#child_processexeccommand-options-callback
 */
function quotesCommand(error: unknown): boolean {
  return error instanceof Error && /^(?:Error: )?Command failed|\bspawn |maxBuffer/.test(error.message)
}
