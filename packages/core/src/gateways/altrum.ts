import { quoteName } from '../internal/quote-name.ts'
import { UnknownRouteError } from '../errors/unknown-route-error.ts'
import { isRecord } from '../internal/is-record.ts'
import { joinURL } from '../secure-url.ts'
import {
  ALTRUM_OPTIONS,
  ALTRUM_PROVIDERS,
  type AltrumOptions,
  checkAltrumOptions,
  isAltrumProvider,
} from './altrum-options.ts'
import { defineGateway } from './define-gateway.ts'
import { isPathSegment, searchWithout } from './gateway-base.ts'
import type { GatewayRejection, GatewayRequest, HeaderValues, JSONBody } from './gateway-types.ts'
import { isAzure } from './provider-base.ts'
import { withModel } from './request-model.ts'

const AWS_HEADERS = ['aws-access-key-id', 'aws-secret-access-key', 'aws-region-name']

/**
 * A route to AltrumAI. It serves chat completions only: anything else is refused before it is sent. The caller's
 * provider key is stripped for `amazon-bedrock`, which has AWS keys of its own, else forwarded.
 *
 * `named('openai')` is that provider.
 *
 * @throws ConfigurationError when there is no key, the AWS options are incomplete, or `awsSessionToken` is given.
 */
export const altrum = defineGateway<AltrumOptions>({
  name: 'altrum',
  root: 'service',
  options: ALTRUM_OPTIONS,
  environment: { baseURL: 'ALTRUM_BASE_URL', apiKey: 'ALTRUM_API_KEY' },
  defaults: { baseURL: 'https://api.altrum.ai', provider: 'amazon-bedrock' },
  required: ['apiKey'],
  check: checkAltrumOptions,
  keys: ({ apiKey }) => ({ 'project-api-key': apiKey }),
  ownHeaders: /^(?:project-api-key|aws-access-key-id|aws-secret-access-key|aws-session-token)$/,
  settings: (options) => (isBedrock(options) ? awsHeaders(options) : {}),
  credentials: (_request, _headers, options) => (isBedrock(options) ? 'strip' : 'forward'),
  describe: ({ baseURL, provider }) => ({ baseURL, provider }),
  reject,
  url: (request, options) => buildURL(request, providerBase(options), options),
  adjustHeaders: (headers, _request, options) => {
    // Another provider has no use for AWS keys that the caller's default headers may hold.
    if (!isBedrock(options)) for (const name of AWS_HEADERS) headers.delete(name)
  },
  body: bodyFor,
  socketURL: providerBase,
  named: (name) => {
    if (isAltrumProvider(name)) return { provider: name }
    throw new UnknownRouteError(
      `altrum has no provider ${quoteName(name) ?? 'of a name that may be a key'}. It names its routes by provider: ${ALTRUM_PROVIDERS.join(', ')}.`,
    )
  },
})

function isBedrock({ provider }: AltrumOptions): boolean {
  return provider === 'amazon-bedrock'
}

function providerBase({ baseURL, provider }: AltrumOptions): string {
  return `${baseURL}/v1/${provider}`
}

function awsHeaders(options: AltrumOptions): HeaderValues {
  return {
    'aws-access-key-id': options.awsAccessKeyId,
    'aws-secret-access-key': options.awsSecretAccessKey,
    'aws-region-name': options.awsRegion,
  }
}

function reject(request: GatewayRequest, options: AltrumOptions): GatewayRejection | undefined {
  if (request.endpoint !== '/chat/completions') {
    return {
      status: 400,
      code: 'unsupported_endpoint',
      message: `AltrumAI serves chat completions only, not ${request.endpoint}. Nothing was sent: use another route for it.`,
    }
  }
  if (options.provider === 'azure') return rejectAzure(request, options)
  return isBedrock(options) ? rejectBedrock(request, options) : undefined
}

function rejectAzure(request: GatewayRequest, options: AltrumOptions): GatewayRejection | undefined {
  const { endpoint, deployment } = resolveAzure(request, options)
  if (isPathSegment(endpoint ?? '') && isPathSegment(deployment ?? '')) return undefined
  return {
    status: 400,
    code: 'azure_address_missing',
    message:
      "altrum({ provider: 'azure' }) needs the endpoint and the deployment: give `azureEndpoint` and `azureDeployment`, " +
      'or use an AzureOpenAI client, which has both.',
  }
}

function rejectBedrock(request: GatewayRequest, options: AltrumOptions): GatewayRejection | undefined {
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
function resolveAzure(request: GatewayRequest, options: AltrumOptions) {
  const host = isAzure(request) ? URL.parse(request.client.baseURL)?.host : undefined
  return {
    endpoint: options.azureEndpoint ?? host,
    deployment: options.azureDeployment ?? request.deployment ?? request.model,
  }
}

function buildURL(request: GatewayRequest, start: string, options: AltrumOptions): string {
  const search = searchWithout(request.url, 'api-version')
  if (options.provider !== 'azure') return joinURL(start, request.endpoint, search)
  const { endpoint = '', deployment = '' } = resolveAzure(request, options)
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
function bodyFor(body: JSONBody, request: GatewayRequest, options: AltrumOptions): JSONBody {
  let result = options.provider === 'azure' ? body : withModel(body, request.model)
  if (isBedrock(options) && typeof result['stop'] === 'string') result = { ...result, stop: [result['stop']] }
  if (options.timeout !== undefined && result['timeout'] === undefined)
    result = { ...result, timeout: options.timeout }
  return result
}
