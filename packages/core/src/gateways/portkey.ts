import { readEnvironment } from '../configuration/environment.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { joinURL } from '../secure-url.ts'
import { defineGateway } from './define-gateway.ts'
import { asHeaderValue, searchWithout } from './gateway-base.ts'
import type { ResolvedOptions } from './gateway-definition.ts'
import type { CredentialsMode } from './gateway-options.ts'
import { isElsewhere } from './environment-keys.ts'
import type { GatewayRequest, HeaderValues } from './gateway-types.ts'
import { namesProvider, type PortkeyConfig } from './portkey-config.ts'
import { answerInAskedEncoding, askForFloats } from './portkey-embeddings.ts'
import { PORTKEY_HEADERS, portkeyHeaders, type PortkeyOptions } from './portkey-options.ts'
import { isAzure } from './provider-base.ts'
import { withModel } from './request-model.ts'

const DEFAULT_BASE_URL = 'https://api.portkey.ai'

const ENVIRONMENT = { baseURL: 'PORTKEY_BASE_URL', apiKey: 'PORTKEY_API_KEY' } as const

/**
 * A route to a Portkey gateway, hosted or your own. The caller's provider key is stripped where Portkey holds the
 * provider's key (`@slug`, `bedrock`, a config, a virtual key), else forwarded.
 *
 * `named('@slug')` is that provider, any other name the id of a saved config.
 *
 * @throws ConfigurationError when the hosted gateway has no key, or the base URL is unreadable or insecure.
 */
export const portkey = defineGateway<PortkeyOptions>({
  name: 'portkey',
  root: 'service',
  options: Object.keys(PORTKEY_HEADERS) as (keyof typeof PORTKEY_HEADERS)[],
  environment: ENVIRONMENT,
  defaults: { baseURL: DEFAULT_BASE_URL },
  resolve: withEnvironment,
  check: ({ apiKey, baseURL }) => {
    if (apiKey === undefined && baseURL === DEFAULT_BASE_URL)
      throw new ConfigurationError('portkey() needs a key: give `apiKey`, or set PORTKEY_API_KEY.')
  },
  keys: ({ apiKey }) => ({ 'x-portkey-api-key': apiKey }),
  ownHeaders: /^x-portkey-/,
  settings: portkeyHeaders,
  credentials: credentialsFor,
  describe: ({ baseURL, provider, config }) => ({ baseURL, provider, config: describeConfig(config) }),
  url: (request, { baseURL }) => joinURL(`${baseURL}/v1`, request.endpoint, buildSearch(request)),
  headers: azureHeaders,
  adjustHeaders: adjustCredentials,
  body: (body, request) =>
    askForFloats(request.deployment === undefined ? body : withModel(body, request.model), request),
  answer: answerInAskedEncoding,
  // It signs with the keys that it holds. https://portkey.ai/docs/integrations/llms/bedrock/aws-bedrock
  bedrock: { dropped: /^(?:authorization|x-amz-|amz-sdk-)/, headers: bedrockHeaders },
  named: (name, { config }) => addressByName(name, config),
})

/** One address at a time: the environment's counts only where the options have none. */
function withEnvironment(options: ResolvedOptions<PortkeyOptions>): ResolvedOptions<PortkeyOptions> {
  const { provider, config, virtualKey } = options
  if (provider !== undefined || virtualKey !== undefined || namesProvider(config)) return options
  return {
    ...options,
    provider: readEnvironment('PORTKEY_PROVIDER'),
    config: config ?? configOfEnvironment(options.baseURL),
  }
}

/** Names go to any gateway. A config that stands in the variable itself may hold keys, which go where those do. */
function configOfEnvironment(baseURL: string): string | undefined {
  const config = readEnvironment('PORTKEY_CONFIG')
  const facts = { environment: ENVIRONMENT, publicBase: DEFAULT_BASE_URL, root: 'service' } as const
  if (!isInline(config) || !isElsewhere(baseURL, facts)) return config
  throw new ConfigurationError(
    'portkey(): PORTKEY_CONFIG is a whole config, which may hold keys: it belongs to the address in PORTKEY_BASE_URL, or ' +
      `without one to ${DEFAULT_BASE_URL}, and is not sent to another \`baseURL\`. Give \`config\` or \`provider\`.`,
  )
}

/** What a name takes the place of. A config that only retries, caches and so on stays beside a provider. */
function addressByName(
  name: string,
  config: string | PortkeyConfig | undefined,
): Pick<PortkeyOptions, 'provider' | 'config' | 'virtualKey'> {
  return name.startsWith('@')
    ? { provider: name, virtualKey: undefined, config: namesProvider(config) ? undefined : config }
    : { provider: undefined, virtualKey: undefined, config: name }
}

/** Stripped where any part of the address says that the gateway has a key for the provider. */
function credentialsFor(request: GatewayRequest, headers: Headers): CredentialsMode {
  const provider = headers.get(PORTKEY_HEADERS.provider)
  const held =
    provider === 'bedrock' ||
    provider?.startsWith('@') === true ||
    request.model?.startsWith('@') === true ||
    headers.has(PORTKEY_HEADERS.config) ||
    headers.has(PORTKEY_HEADERS.virtualKey)
  return held ? 'strip' : 'forward'
}

function describeConfig(config: string | PortkeyConfig | undefined): string | undefined {
  return typeof config === 'object' || isInline(config) ? '(inline)' : config
}

function isInline(config: string | undefined): boolean {
  return config?.trimStart().startsWith('{') === true
}

/** Azure's version travels as a header. */
function buildSearch(request: GatewayRequest): string {
  return isAzure(request) ? searchWithout(request.url, 'api-version') : request.url.search
}

/** What Azure's URL said, as headers, where the gateway is to build such a URL again. */
function azureHeaders(request: GatewayRequest, settings: PortkeyOptions): HeaderValues {
  if (!isAzure(request) || !isForAzure(request.headers, settings.provider)) return {}
  const host = URL.parse(request.client.baseURL)?.hostname ?? ''
  const resource = /^([^.]+)\.(?:openai\.azure|cognitiveservices\.azure)\./.exec(host)?.[1]
  return {
    [PORTKEY_HEADERS.azureResourceName]: settings.azureResourceName ?? resource,
    [PORTKEY_HEADERS.azureDeploymentId]:
      settings.azureDeploymentId ?? asHeaderValue(request.deployment ?? request.model),
    [PORTKEY_HEADERS.azureApiVersion]:
      settings.azureApiVersion ?? asHeaderValue(request.url.searchParams.get('api-version') ?? undefined),
  }
}

function isForAzure(headers: Headers, provider: string | undefined): boolean {
  return (headers.get(PORTKEY_HEADERS.provider) ?? provider) === 'azure-openai'
}

/** The gateway reads an Azure key as bearer, and an Entra token in a header of its own. */
function adjustCredentials(headers: Headers, request: GatewayRequest): void {
  if (!isAzure(request) || !isForAzure(headers, undefined)) return
  const key = headers.get('api-key')
  const bearer = headers.get('authorization')
  headers.delete('api-key')
  if (key !== null) headers.set('authorization', `Bearer ${key}`)
  else if (bearer !== null && !headers.has(PORTKEY_HEADERS.azureAdToken)) {
    headers.delete('authorization')
    headers.set(PORTKEY_HEADERS.azureAdToken, bearer.replace(/^bearer\s+/i, ''))
  }
}

/** The path alone does not say whose API it is. */
function bedrockHeaders(headers: Headers): Record<string, string> {
  const addressed = ['provider', 'config', 'virtual-key'].some((name) => headers.has(`x-portkey-${name}`))
  return addressed ? {} : { 'x-portkey-provider': 'bedrock' }
}
