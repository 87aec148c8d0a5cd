import { ConfigurationError } from '../errors/configuration-error.ts'
import { UnknownRouteError } from '../errors/unknown-route-error.ts'
import { joinURL } from '../secure-url.ts'
import {
  ALTRUM_PROVIDERS,
  type AltrumOptions,
  checkAltrumOptions,
  isAltrumProvider,
} from './altrum-options.ts'
import { isPathSegment, optionOrVariable, searchWithout, serviceRoot } from './gateway-base.ts'
import {
  createGatewayRoute,
  type GatewayRequest,
  type GatewayRoute,
  type Rejection,
} from './gateway-route.ts'
import { isAzure } from './provider-base.ts'
import { isRecord } from '../internal/is-record.ts'
import { withModel } from './request-model.ts'

const DEFAULT_BASE_URL = 'https://api.altrum.ai'
const AWS_HEADERS = ['aws-access-key-id', 'aws-secret-access-key', 'aws-region-name']

/**
 * A route to AltrumAI. It serves chat completions only: anything else is refused before it is sent. The caller's
 * provider key is stripped for `amazon-bedrock`, which has AWS keys of its own, else forwarded.
 *
 * `named('openai')` is that provider.
 *
 * @throws ConfigurationError when there is no key, the AWS options are incomplete, or `awsSessionToken` is given.
 */
export function altrum(options: AltrumOptions = {}): GatewayRoute {
  checkAltrumOptions(options)
  const provider = options.provider ?? 'amazon-bedrock'
  const baseURL = optionOrVariable(options.baseURL, 'ALTRUM_BASE_URL') ?? DEFAULT_BASE_URL
  const root = serviceRoot(baseURL, 'altrum()', options)
  const apiKey = optionOrVariable(options.apiKey, 'ALTRUM_API_KEY')
  if (apiKey === undefined)
    throw new ConfigurationError('altrum() needs a key: give `apiKey`, or set ALTRUM_API_KEY.')
  const isBedrock = provider === 'amazon-bedrock'
  return createGatewayRoute({
    name: 'altrum',
    options,
    keys: { 'project-api-key': apiKey },
    settings: isBedrock ? awsHeaders(options) : {},
    credentials: options.credentials ?? (isBedrock ? 'strip' : 'forward'),
    details: { baseURL: root, provider },
    refuse: (request) => refuse(request, options),
    url: (request) => urlOf(request, `${root}/v1/${provider}`, options),
    adjustHeaders: (headers) => {
      // Another provider has no use for AWS keys that the caller's default headers may hold.
      if (!isBedrock) for (const name of AWS_HEADERS) headers.delete(name)
    },
    body: (body, request) => bodyFor(body, request, options),
    socketBaseURL: () => `${root}/v1/${provider}`,
    named: (name) => {
      if (isAltrumProvider(name)) return altrum({ ...options, provider: name })
      throw new UnknownRouteError(
        `altrum has no provider "${name}". It names its routes by provider: ${ALTRUM_PROVIDERS.join(', ')}.`,
      )
    },
  })
}

function awsHeaders(options: AltrumOptions): Record<string, string | undefined> {
  return {
    'aws-access-key-id': options.awsAccessKeyId,
    'aws-secret-access-key': options.awsSecretAccessKey,
    'aws-region-name': options.awsRegion,
  }
}

function refuse(request: GatewayRequest, options: AltrumOptions): Rejection | undefined {
  if (request.endpoint !== '/chat/completions') {
    return {
      status: 400,
      code: 'unsupported_endpoint',
      message: `AltrumAI serves chat completions only, not ${request.endpoint}. Nothing was sent: use another route for it.`,
    }
  }
  if (options.provider === 'azure') return refuseAzure(request, options)
  return (options.provider ?? 'amazon-bedrock') === 'amazon-bedrock'
    ? refuseBedrock(request, options)
    : undefined
}

function refuseAzure(request: GatewayRequest, options: AltrumOptions): Rejection | undefined {
  const { endpoint, deployment } = azureOf(request, options)
  if (isPathSegment(endpoint ?? '') && isPathSegment(deployment ?? '')) return undefined
  return {
    status: 400,
    code: 'azure_address_missing',
    message:
      "altrum({ provider: 'azure' }) needs the endpoint and the deployment: give `azureEndpoint` and `azureDeployment`, " +
      'or use an AzureOpenAI client, which has both.',
  }
}

function refuseBedrock(request: GatewayRequest, options: AltrumOptions): Rejection | undefined {
  const given = awsHeaders(options)
  const own = new Set(Object.keys(options.headers ?? {}).map((name) => name.toLowerCase()))
  const missing = AWS_HEADERS.filter(
    (name) => given[name] === undefined && !own.has(name) && !request.headers.has(name),
  )
  if (missing.length > 0) {
    return {
      status: 400,
      code: 'aws_credentials_missing',
      message:
        `AltrumAI needs ${missing.join(', ')} for amazon-bedrock. Give awsAccessKeyId, awsSecretAccessKey and awsRegion to ` +
        'altrum(): they are never taken from the environment.',
    }
  }
  const body = request.json()
  const choice = isRecord(body) ? body['tool_choice'] : undefined
  if (typeof choice !== 'object' || choice === null) return undefined
  return {
    status: 400,
    code: 'unsupported_value',
    param: 'tool_choice',
    message: `AltrumAI takes tool_choice as "auto", "none" or "required", not ${describeChoice(choice)}.`,
  }
}

function describeChoice(choice: object): string {
  const tool = 'function' in choice && isRecord(choice.function) ? choice.function['name'] : undefined
  return typeof tool === 'string' ? `the tool "${tool}" by name` : 'an object'
}

/** Endpoint and deployment of Azure's path: the options', else what the Azure client's own URL says. */
function azureOf(request: GatewayRequest, options: AltrumOptions) {
  const host = isAzure(request) ? URL.parse(request.client.baseURL)?.host : undefined
  return {
    endpoint: options.azureEndpoint ?? host,
    deployment: options.azureDeployment ?? request.deployment ?? request.model,
  }
}

function urlOf(request: GatewayRequest, start: string, options: AltrumOptions): string {
  const search = searchWithout(request.url, 'api-version')
  if (options.provider !== 'azure') return joinURL(start, request.endpoint, search)
  const { endpoint = '', deployment = '' } = azureOf(request, options)
  const path = `${encodeURIComponent(endpoint)}/openai/deployments/${encodeURIComponent(deployment)}`
  return joinURL(`${start}/${path}`, request.endpoint, azureSearch(request, options))
}

function azureSearch(request: GatewayRequest, options: AltrumOptions): string {
  if (options.azureApiVersion === undefined) return request.url.search
  const query = new URLSearchParams(request.url.searchParams)
  query.set('api-version', options.azureApiVersion)
  return `?${query.toString()}`
}

/** `stop` as a list (amazon-bedrock takes no text), and the route's `timeout` where the request has none. */
function bodyFor(
  body: Readonly<Record<string, unknown>>,
  request: GatewayRequest,
  options: AltrumOptions,
): Readonly<Record<string, unknown>> {
  const isBedrock = (options.provider ?? 'amazon-bedrock') === 'amazon-bedrock'
  let result = options.provider === 'azure' ? body : withModel(body, request.model)
  if (isBedrock && typeof result['stop'] === 'string') result = { ...result, stop: [result['stop']] }
  if (options.timeout !== undefined && result['timeout'] === undefined)
    result = { ...result, timeout: options.timeout }
  return result
}
