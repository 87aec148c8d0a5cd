import type { BedrockCommand, BedrockGateway, BedrockSigning } from '../bedrock-gateway.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import type { RouteRequest } from '../route-request.ts'
import { normalizeFailure } from './failure-answer.ts'
import { mapModel } from './gateway-options.ts'
import type { GatewayDefinition, GatewayRequest } from './gateway-route.ts'
import { secretValues } from './secret-headers.ts'

/** What sets the gateways apart when a request of Bedrock's own API is sent to them. */
interface Conventions {
  /** Who checks the signature, unless `credentials` says otherwise. */
  readonly signing: BedrockSigning
  /** The gateway's own headers. */
  readonly ownHeaders: RegExp
  /** AWS headers that the gateway replaces by its own. */
  readonly dropped?: RegExp
  /** Headers that a request of Bedrock's API has where nothing else is said. */
  readonly defaults?: (headers: Headers) => Record<string, string>
  /** How the gateway spells a model in its headers. */
  readonly model?: (definition: GatewayDefinition, command: BedrockCommand) => string | undefined
  /** The complete URL, where it is not that of any other endpoint. */
  readonly url?: (definition: GatewayDefinition, command: BedrockCommand) => string
}

/**
 * The gateways that hand on requests of Bedrock's own API. The other ones speak OpenAI's shape only.
 *
 * - Javelin forwards the signature to the provider that a header names. https://docs.highflame.ai
 * - Portkey signs with the keys that it holds. https://portkey.ai/docs/integrations/llms/bedrock/aws-bedrock
 * - Of any other gateway nothing is known but its options: `credentials: 'forward'` is to forward a signature for AWS.
 */
const CONVENTIONS: Readonly<Record<string, Conventions>> = {
  javelin: {
    signing: 'provider',
    ownHeaders: /^x-(?:javelin|highflame)-/,
    defaults: javelinDefaults,
    model: javelinModel,
    // Only the unified endpoints know Bedrock's paths, whatever `endpoints` says.
    url: (definition, command) =>
      `${String(definition.details['baseURL'])}/v1${command.path}${command.search}`,
  },
  portkey: {
    signing: 'none',
    ownHeaders: /^x-portkey-/,
    dropped: /^(?:authorization|x-amz-|amz-sdk-)/,
    defaults: portkeyDefaults,
  },
  gateway: { signing: 'none', ownHeaders: /^$/, dropped: /^(?:x-amz-|amz-sdk-)/ },
}

/** Joins the caller's headers and the gateway's; the gateway's keys cannot be replaced. */
export type AddressHeaders = (definition: GatewayDefinition, request: GatewayRequest) => Headers

/**
 * How a gateway carries requests of Bedrock's own API, by the same definition that addresses OpenAI-shaped ones.
 * `undefined` where it does not take them.
 */
export function bedrockAddressing(
  definition: GatewayDefinition,
  addressHeaders: AddressHeaders,
): BedrockGateway | undefined {
  const conventions = Object.hasOwn(CONVENTIONS, definition.name) ? CONVENTIONS[definition.name] : undefined
  if (conventions === undefined) return undefined
  const signing = signingOf(definition, conventions)
  const base = URL.parse(String(definition.details['baseURL']))
  return {
    signing,
    namesProvider: definition.name === 'javelin',
    isGateway: (url) => url.origin === base?.origin,
    isOwnHeader: (name) => conventions.ownHeaders.test(name),
    mapModel: (model) => mapModel(model, definition.options) ?? model,
    profiles: profilesOf(definition.options),
    url: (command) =>
      conventions.url?.(definition, command) ?? definition.url(requestOf(definition, conventions, command)),
    headers: (command) => headersOf(definition, conventions, signing, command, addressHeaders),
    answer: async (response, command, sent) => {
      const request = requestOf(definition, conventions, command)
      const answer =
        response.status < 400 ? ((await definition.answer?.(response, request)) ?? response) : response
      return answer.status < 400 ? answer : normalizeFailure(answer, definition.name, secretValues(sent))
    },
  }
}

function signingOf(definition: GatewayDefinition, conventions: Conventions): BedrockSigning {
  const { credentials, signing } = definition.options
  if (signing !== undefined) return checkedSigning(definition, signing)
  if (credentials === 'strip') return 'none'
  return credentials === 'forward' ? 'provider' : conventions.signing
}

/** A signature is an `authorization`, and so is the key of some gateways: there is room for one. */
function checkedSigning({ name, keys }: GatewayDefinition, signing: BedrockSigning): BedrockSigning {
  if (!['provider', 'gateway', 'none'].includes(signing))
    throw new ConfigurationError(`${name}(): \`signing\` must be 'provider', 'gateway' or 'none'.`)
  if (signing !== 'none' && keys['authorization'] !== undefined) {
    throw new ConfigurationError(
      `${name}(): a signature and \`apiKey\` are both sent as authorization: leave \`apiKey\` or \`signing\` out.`,
    )
  }
  return signing
}

/** `bedrockClient` is an option of the gateways that name the model in a header. */
function profilesOf(options: object): object | undefined {
  const client: unknown = 'bedrockClient' in options ? options.bedrockClient : undefined
  return typeof client === 'object' && client !== null ? client : undefined
}

function headersOf(
  definition: GatewayDefinition,
  conventions: Conventions,
  signing: BedrockSigning,
  command: BedrockCommand,
  addressHeaders: AddressHeaders,
): Headers {
  const own = new Headers(command.headers)
  if (signing === 'none')
    for (const name of Array.from(own.keys())) if (conventions.dropped?.test(name)) own.delete(name)
  // Whoever wants a signature wants it to arrive.
  const forwarding = signing === 'none' ? definition : { ...definition, credentials: 'forward' as const }
  const headers = addressHeaders(forwarding, requestOf(definition, conventions, { ...command, headers: own }))
  for (const [name, value] of Object.entries(conventions.defaults?.(headers) ?? {})) {
    if (!headers.has(name)) headers.set(name, value)
  }
  return headers
}

/** The command in the form that presets know requests in. */
function requestOf(
  definition: GatewayDefinition,
  conventions: Conventions,
  command: BedrockCommand,
): GatewayRequest {
  const provider = command.provider ?? ''
  const request: RouteRequest = {
    method: command.method,
    // No answer comes from here: presets read the path and the query only.
    url: new URL(`https://bedrock.invalid${command.path}${command.search}`),
    endpoint: command.path,
    deployment: undefined,
    headers: command.headers,
    body: null,
    signal: undefined,
    init: {},
    client: { kind: 'bedrock', baseURL: provider, fetch: unused, customFetch: false },
    json: () => undefined,
  }
  return { ...request, model: conventions.model?.(definition, command) ?? command.model }
}

function unused(): Promise<Response> {
  return Promise.reject(new TypeError('A request of the AWS SDK is not sent by fetch.'))
}

/** The route that Javelin's own SDK names for Bedrock. */
function javelinDefaults(headers: Headers): Record<string, string> {
  const route = headers.get('x-javelin-route') ?? 'awsbedrock'
  const renamed = headers.has('x-highflame-apikey') ? { 'x-highflame-route': route } : {}
  return { 'x-javelin-route': route, ...renamed }
}

/** `anthropic.claude-3-haiku-20240307-v1:0` is `anthropic.claude-3-haiku-v1:0`: guardrails and limits go by that name. */
function javelinModel(definition: GatewayDefinition, command: BedrockCommand): string | undefined {
  const model =
    command.foundationModel ?? command.model?.replace(/^arn:.*:(?:foundation-model|inference-profile)\//, '')
  const keepDate = 'keepModelDate' in definition.options && definition.options.keepModelDate === true
  return keepDate ? model : model?.replace(/-\d{8}(?=-|:|$)/, '')
}

/** The path alone does not say whose API it is. */
function portkeyDefaults(headers: Headers): Record<string, string> {
  const addressed = ['provider', 'config', 'virtual-key'].some((name) => headers.has(`x-portkey-${name}`))
  return addressed ? {} : { 'x-portkey-provider': 'bedrock' }
}
