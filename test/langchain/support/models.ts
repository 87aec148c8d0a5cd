import type { Version } from './versions.ts'

/** A kind of model, made to send to `origin` when nobody registers it. */
export interface ModelKind {
  readonly name: string
  /** The path that its requests have on the provider. */
  readonly path: string
  readonly azure: boolean
  readonly make: (origin: string) => TestModel
}

/** A model of any kind, and the one call that all kinds have here. */
interface TestModel {
  readonly model: { model: string; readonly caller: object }
  readonly call: (text: string) => Promise<unknown>
}

interface Invocable {
  model: string
  readonly caller: object
  invoke(input: string): Promise<unknown>
}

interface Embedding {
  model: string
  readonly caller: object
  embedQuery(text: string): Promise<number[]>
}

/** Keys that must not go where nobody sent them. */
export const PROVIDER_KEY = 'sk-of-the-provider'

/** Every class of `@langchain/openai` that sends, each with a provider at `origin`. */
export function modelKinds({ openai }: Version): readonly ModelKind[] {
  const common = { apiKey: PROVIDER_KEY, maxRetries: 0 }
  const at = (origin: string) => ({ ...common, configuration: { baseURL: `${origin}/v1` } })
  const azureAt = (origin: string) => ({
    maxRetries: 0,
    azureOpenAIApiKey: PROVIDER_KEY,
    azureOpenAIApiVersion: '2024-10-21',
    azureOpenAIApiDeploymentName: 'deployed',
    azureOpenAIBasePath: `${origin}/openai/deployments`,
  })
  const deployment = '/openai/deployments/deployed'
  return [
    kind('ChatOpenAI', '/v1/chat/completions', (o) => new openai.ChatOpenAI({ ...at(o), model: 'm' })),
    kind('ChatOpenAI on the Responses API', '/v1/responses', (o) => {
      return new openai.ChatOpenAI({ ...at(o), model: 'm', useResponsesApi: true })
    }),
    kind('ChatOpenAICompletions', '/v1/chat/completions', (o) => {
      return new openai.ChatOpenAICompletions({ ...at(o), model: 'm' })
    }),
    kind('OpenAI', '/v1/completions', (o) => new openai.OpenAI({ ...at(o), model: 'm' })),
    embeddingKind(
      'OpenAIEmbeddings',
      '/v1/embeddings',
      (o) => new openai.OpenAIEmbeddings({ ...at(o), model: 'm' }),
    ),
    kind('AzureChatOpenAI', `${deployment}/chat/completions`, (o) => {
      return new openai.AzureChatOpenAI({ ...azureAt(o), model: 'm' })
    }),
    kind('AzureChatOpenAI with a token', `${deployment}/chat/completions`, (o) => {
      const { azureOpenAIApiKey: _, ...fields } = azureAt(o)
      return new openai.AzureChatOpenAI({ ...fields, model: 'm', azureADTokenProvider: async () => 'entra' })
    }),
    kind('AzureChatOpenAI on the Responses API', `${deployment}/responses`, (o) => {
      return new openai.AzureChatOpenAI({ ...azureAt(o), model: 'm', useResponsesApi: true })
    }),
    kind(
      'AzureOpenAI',
      `${deployment}/completions`,
      (o) => new openai.AzureOpenAI({ ...azureAt(o), model: 'm' }),
    ),
    embeddingKind('AzureOpenAIEmbeddings', `${deployment}/embeddings`, (o) => {
      return new openai.AzureOpenAIEmbeddings({ ...azureAt(o), model: 'm' })
    }),
  ]
}

function kind(name: string, path: string, create: (origin: string) => Invocable): ModelKind {
  const make = (origin: string): TestModel => {
    const model = create(origin)
    return { model, call: (text) => model.invoke(text) }
  }
  return { name, path, azure: name.startsWith('Azure'), make }
}

function embeddingKind(name: string, path: string, create: (origin: string) => Embedding): ModelKind {
  const make = (origin: string): TestModel => {
    const model = create(origin)
    return { model, call: (text) => model.embedQuery(text) }
  }
  return { name, path, azure: name.startsWith('Azure'), make }
}
