import {
  adviceOnUnsupported,
  type ClientKind,
  describeUnsupported,
  ownObject,
  ownProperty,
  UnsupportedClientError,
} from '@patchbay/core'

/** An object of LangChain that sends: it makes an `openai` client from its own `clientConfig` at its first call. */
export interface Sender {
  readonly clientConfig: Record<string, unknown>
  /** Not there before the first call. */
  readonly client?: unknown
}

/** The `openai` client inside a sender. */
export interface InnerClient {
  fetch: typeof fetch
  readonly baseURL: string
  readonly _options: Record<string, unknown>
}

/** A recognised model. */
export interface ModelInternals extends Sender {
  /** What the constructor was given, the caller's own object: `bindTools()` and the like make new models from it. */
  readonly fields?: unknown
  /** Since 0.6 a chat model sends by two delegates, one an API. */
  readonly completions?: unknown
  readonly responses?: unknown
}

/** The delegates of a chat model, by the name of the property. */
const DELEGATES = ['completions', 'responses'] as const

/** Whether `value` is one of LangChain's OpenAI models. Nothing of LangChain is imported, no getter is called. */
export function isLangChainModel(value: unknown): value is ModelInternals {
  return isSender(value) && ownObject(value, 'caller') !== undefined
}

/**
 * Recognises a model by its structure.
 *
 * @throws UnsupportedClientError on anything else, and on models that nothing can be put on.
 */
export function detectModel(value: unknown): ModelInternals {
  if (!isLangChainModel(value)) throw unsupported(value)
  const parts = [
    value,
    value.clientConfig,
    ...delegatesOf(value).flatMap(({ sender }) => [sender, sender.clientConfig]),
  ]
  if (!parts.every((part) => Object.isExtensible(part))) {
    throw new UnsupportedClientError(
      'register() cannot route this model: it is frozen, sealed or not extensible.',
    )
  }
  return value
}

/** The delegates that a model has. */
export function delegatesOf(model: ModelInternals): { name: (typeof DELEGATES)[number]; sender: Sender }[] {
  return DELEGATES.flatMap((name) => {
    const sender = ownProperty(model, name)
    return isSender(sender) ? [{ name, sender }] : []
  })
}

/** The client that a sender has made already. */
export function clientOf(sender: Sender): InnerClient | undefined {
  const client = ownObject(sender, 'client')
  const isClient =
    typeof ownProperty(client, 'fetch') === 'function' && ownObject(client, '_options') !== undefined
  return isClient ? (client as InnerClient) : undefined
}

/** `azure-openai` for what sends by an `AzureOpenAI` client. */
export function kindOf(sender: Sender): Extract<ClientKind, 'langchain' | 'azure-openai'> {
  return 'azureOpenAIApiVersion' in sender ? 'azure-openai' : 'langchain'
}

/** All of LangChain's OpenAI classes, and no others, build their clients for browsers too. */
function isSender(value: unknown): value is Sender {
  if (typeof value !== 'object' || value === null) return false
  return ownProperty(ownObject(value, 'clientConfig'), 'dangerouslyAllowBrowser') !== undefined
}

function unsupported(value: unknown): UnsupportedClientError {
  return new UnsupportedClientError(
    `register() was given ${describeUnsupported(value)}, which is not an OpenAI or Azure OpenAI model of @langchain/openai. Pass the ` +
      'ChatOpenAI, AzureChatOpenAI, OpenAIEmbeddings or OpenAI instance itself, before it is piped or bound. ChatAnthropic is ' +
      `registered by \`register\` of @patchbay/sdk or @patchbay/sdk/anthropic.${adviceOnUnsupported(value)}`,
  )
}
