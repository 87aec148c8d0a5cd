/** An API that a client of the page's speaks. */
export type RequestApi = 'chat-completions' | 'responses' | 'messages' | 'converse'

/** What is known of one. */
export interface RequestApiFacts {
  readonly id: RequestApi
  readonly label: string
  /** Which SDK sends such requests. */
  readonly client: string
  /** The member of the request that names the model. */
  readonly modelMember: 'model' | 'modelId'
  /** Its endpoint, as `explain` takes it; `streamed` is that of a streamed answer where the request itself does not say so. */
  readonly endpoint: string
  readonly streamed?: string
}

/** In the order in which they are offered. */
export const REQUEST_APIS: readonly RequestApiFacts[] = [
  {
    id: 'chat-completions',
    label: 'Chat Completions',
    client: 'OpenAI',
    modelMember: 'model',
    endpoint: '/chat/completions',
  },
  { id: 'responses', label: 'Responses', client: 'OpenAI', modelMember: 'model', endpoint: '/responses' },
  { id: 'messages', label: 'Messages', client: 'Anthropic', modelMember: 'model', endpoint: '/messages' },
  {
    id: 'converse',
    label: 'Converse',
    client: 'BedrockRuntimeClient',
    modelMember: 'modelId',
    endpoint: '/converse',
    streamed: '/converse-stream',
  },
]

const FACTS = new Map(REQUEST_APIS.map((facts) => [facts.id, facts]))

/** What is known of an API. */
export function factsOf(api: RequestApi): RequestApiFacts {
  const facts = FACTS.get(api)
  if (facts === undefined) throw new TypeError(`There is no API ${JSON.stringify(api)}.`)
  return facts
}
