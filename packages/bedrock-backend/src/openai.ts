import {
  type ChatProfile,
  ConfigurationError,
  defineGateway,
  isSameBase,
  readEnvironment,
  refuseUnknownOptions,
  type ModelAlias,
  type Route,
} from '@patchbay/core'

/** The part of an OpenAI client that a route borrows. */
export interface OpenAIClientLike {
  /** Complete, e.g. `https://api.openai.com/v1`. */
  readonly baseURL: string
  /** `null` where the client has none. */
  readonly apiKey: string | null
}

/** Options of `openai()`. */
export interface OpenAIOptions {
  /** Complete base URL of an OpenAI-compatible API. Default: that of `client`, OPENAI_BASE_URL, else OpenAI's own. */
  readonly baseURL?: string | undefined
  /**
   * The key of that API, sent as a bearer token. Default: that of `client`, else OPENAI_API_KEY, but neither is sent to
   * another `baseURL` that is given here: the environment's belongs to OPENAI_BASE_URL, or without it to OpenAI. Only
   * OpenAI's own API needs one: many servers of open models do not.
   */
  readonly apiKey?: string | undefined
  /** An OpenAI client whose base URL and key are used. Default: none. */
  readonly client?: OpenAIClientLike | undefined
  /** The model of every request, whatever the request names. Default: the request's own. */
  readonly model?: string | undefined
  /** The caller's own names for models. Default: none. */
  readonly models?: Readonly<Record<string, ModelAlias>> | undefined
  /** Further headers of every request. Default: none. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /**
   * The API that Bedrock commands are translated to. With `responses` nothing is stored (`store: false`), and what the model's
   * reasoning encrypts is kept in the signature of its block, so that the next turn gives it back. Default `chat-completions`.
   */
  readonly api?: (typeof APIS)[number] | undefined
  /**
   * Whether the backend takes `stream_options`, for usage on streams, where Bedrock commands are translated. Default: it is sent,
   * and left out from then on where the backend refuses it, as Mistral's API does.
   */
  readonly streamOptions?: boolean | undefined
  /** Permits the key over plain http beyond loopback. Default: PATCHBAY_ALLOW_INSECURE, else `false`. */
  readonly allowInsecure?: boolean | undefined
}

const APIS = ['chat-completions', 'responses'] as const

const OPTIONS = [
  'baseURL',
  'apiKey',
  'client',
  'model',
  'models',
  'headers',
  'api',
  'streamOptions',
  'allowInsecure',
] as const satisfies readonly (keyof OpenAIOptions)[]

/**
 * A route to an OpenAI-compatible backend. OpenAI-shaped requests go there without translation: base URL, key and
 * model are replaced, and nothing of the caller's credentials goes along. The environment is read now.
 *
 * @throws ConfigurationError when there is no key for OpenAI's own API, or an option is unknown or makes no sense
 */
export function openai(options: OpenAIOptions = {}): Route {
  refuseUnknownOptions(options, OPTIONS, 'openai()')
  requireKnownAPI(options.api)
  const { client, model, models, headers, allowInsecure } = options
  const ownBaseURL = options.baseURL ?? client?.baseURL ?? readEnvironment('OPENAI_BASE_URL')
  const apiKey = options.apiKey ?? keyFor(options)
  const baseURL = ownBaseURL ?? 'https://api.openai.com/v1'
  if (apiKey === undefined || apiKey === '') requireNoKey(baseURL, options)
  const common = {
    apiKey,
    model,
    models,
    headers: { ...headers },
    allowInsecure,
    credentials: 'strip',
  } as const
  const backend = openaiBackend({ ...common, baseURL })
  // vLLM and servers like it count tokens at their root: https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html
  const root = openaiBackend({ ...common, baseURL: baseURL.replace(/\/v\d+\/*$/, '') })
  return {
    kind: 'local',
    name: 'openai',
    describe: () => ({ ...backend.describe(), kind: 'local', name: 'openai' }),
    // Deployments are Azure's: this backend goes by the model in the body.
    serve: (request) =>
      (request.endpoint === '/tokenize' ? root : backend).serve({ ...request, deployment: undefined }),
    socketBaseURL: () => undefined,
    shownBaseURL: () => baseURL,
    chatProfile: {
      ...chooseChatProfile(baseURL),
      streamOptions: options.streamOptions,
      ...(options.api === undefined ? {} : { api: options.api }),
    },
  }
}

/** Requests are sent as to any gateway of OpenAI's shape; what is wrong with them is said in this route's name. */
const openaiBackend = defineGateway<{ apiKey?: string | undefined }>({
  name: 'openai',
  options: [],
  keys: ({ apiKey }) => ({ authorization: apiKey === undefined ? undefined : `Bearer ${apiKey}` }),
  ownHeaders: false,
})

/** OpenAI's own hosts, and Azure's. */
const OPENAI_HOST = /(?:^|\.)(?:openai\.com|openai\.azure\.com|services\.ai\.azure\.com)$/i

/**
 * OpenAI's own API refuses fields that it does not know, and `metadata` of answers that are not stored. Servers of open
 * models take `top_k`, and some of them (Ollama: https://github.com/ollama/ollama/issues/7125, LM Studio) ignore
 * `max_completion_tokens`, so that answers would never end.
 */
function chooseChatProfile(baseURL: string): ChatProfile {
  return OPENAI_HOST.test(URL.parse(baseURL)?.hostname ?? '')
    ? { metadata: false }
    : { topK: true, limitName: 'max_tokens', textParts: false }
}

/** A key goes where it was made for: one that was not given beside `baseURL` does not go to it. */
function keyFor({ baseURL, client }: OpenAIOptions): string | undefined {
  if (client !== undefined) {
    return baseURL === undefined || isSameBase(baseURL, client.baseURL)
      ? (client.apiKey ?? undefined)
      : undefined
  }
  return baseURL === undefined || isHomeOfKey(baseURL) ? readEnvironment('OPENAI_API_KEY') : undefined
}

/** The environment's key belongs to the environment's base, or without one to OpenAI. */
function isHomeOfKey(baseURL: string): boolean {
  const home = readEnvironment('OPENAI_BASE_URL')
  return home === undefined ? isOpenAI(baseURL) : isSameBase(baseURL, home)
}

function requireKnownAPI(api: unknown): void {
  if (api === undefined || APIS.some((known) => known === api)) return
  throw new ConfigurationError(
    `openai(): \`api\` must be ${APIS.map((known) => `'${known}'`).join(' or ')}, not ${JSON.stringify(api)}.`,
  )
}

/** @throws ConfigurationError where a key is needed: by OpenAI's own API */
function requireNoKey(baseURL: string, { client }: OpenAIOptions): void {
  if (!isOpenAI(baseURL)) return
  const elsewhere = client === undefined && readEnvironment('OPENAI_API_KEY') !== undefined
  throw new ConfigurationError(
    elsewhere
      ? 'openai(): OPENAI_API_KEY belongs to the address in OPENAI_BASE_URL, and is not sent to another `baseURL`. Give `apiKey`.'
      : 'openai() needs `apiKey`, or OPENAI_API_KEY.',
  )
}

function isOpenAI(baseURL: string): boolean {
  return URL.parse(baseURL)?.origin === 'https://api.openai.com'
}
