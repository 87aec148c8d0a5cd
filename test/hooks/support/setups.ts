import Anthropic from '@anthropic-ai/sdk'
import { ChatAnthropic } from '@langchain/anthropic'
import { ChatOpenAI } from '@langchain/openai'
import {
  bedrock,
  createFetch,
  fallback,
  gateway,
  type Hooks,
  openai,
  register,
  type Route,
  retry,
  timeout,
} from '@patchbay/sdk'
import type { BedrockServer, GatewayServer } from '@patchbay/testing'
import OpenAI from 'openai'

import { versions } from '../../openai/support/versions.ts'

/** Converse serves it: everything is translated. */
export const LLAMA = 'us.meta.llama3-3-70b-instruct-v1:0'

/** How a call is made. */
export interface Calling {
  readonly route: Route
  readonly hooks: Hooks
  readonly model: string
  readonly signal?: AbortSignal
  /** Whether a part of a stream ends the loop over it. Default: none. */
  readonly leavesAt?: (content: string) => boolean
}

/** A client, with its calls for a whole answer and for a stream. They resolve when everything was read, or left. */
export interface Client {
  readonly name: string
  readonly kind: string
  readonly operation: string
  readonly whole: (calling: Calling) => Promise<unknown>
  readonly stream: (calling: Calling) => Promise<unknown>
}

async function read<Part>(
  parts: AsyncIterable<Part>,
  contentOf: (part: Part) => string | undefined,
  { leavesAt }: Calling,
): Promise<void> {
  for await (const part of parts) {
    const content = contentOf(part)
    if (content && leavesAt?.(content) === true) return
  }
}

const messages = [{ role: 'user' as const, content: 'hello' }]
const sending = ({ signal }: Calling): { signal?: AbortSignal } => (signal === undefined ? {} : { signal })

const openaiClients: readonly Client[] = versions.flatMap(({ name, OpenAI: Client, AzureOpenAI }) => {
  const plain = ({ route, hooks }: Calling) =>
    register(new Client({ apiKey: 'unused', maxRetries: 0 }), route, { hooks })
  const azure = ({ route, hooks }: Calling) =>
    register(
      new AzureOpenAI({
        apiKey: 'unused',
        apiVersion: '2025-01-01-preview',
        endpoint: 'https://example.openai.azure.com',
        maxRetries: 0,
      }),
      route,
      { hooks },
    )
  return [
    { name, kind: 'openai', make: plain },
    { name: `${name}, AzureOpenAI`, kind: 'azure-openai', make: azure },
  ].map(({ name: clientName, kind, make }): Client => ({
    name: clientName,
    kind,
    operation: 'chat',
    whole: (calling) =>
      make(calling).chat.completions.create({ model: calling.model, messages }, sending(calling)),
    async stream(calling) {
      const asked = { model: calling.model, messages, stream: true as const }
      const parts = await make(calling).chat.completions.create(asked, sending(calling))
      await read(parts, (part) => part.choices[0]?.delta.content ?? undefined, calling)
    },
  }))
})

const anthropic: Client = {
  name: 'Anthropic',
  kind: 'anthropic',
  operation: 'messages',
  whole: (calling) =>
    register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), calling.route, {
      hooks: calling.hooks,
    }).messages.create({ model: calling.model, max_tokens: 9, messages }, sending(calling)),
  async stream(calling) {
    const { route, hooks, model } = calling
    const client = register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route, { hooks })
    const asked = { model, max_tokens: 9, messages, stream: true as const }
    const parts = await client.messages.create(asked, sending(calling))
    await read(
      parts,
      (part) =>
        part.type === 'content_block_delta' && part.delta.type === 'text_delta' ? part.delta.text : undefined,
      calling,
    )
  },
}

const responses: Client = {
  name: 'openai 7, Responses',
  kind: 'openai',
  operation: 'responses',
  whole: ({ route, hooks, model, signal }) =>
    register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route, { hooks }).responses.create(
      { model, input: 'hello' },
      signal === undefined ? {} : { signal },
    ),
  async stream(calling) {
    const { route, hooks, model } = calling
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route, { hooks })
    const parts = await client.responses.create({ model, input: 'hello', stream: true }, sending(calling))
    await read(
      parts,
      (part) => (part.type === 'response.output_text.delta' ? part.delta : undefined),
      calling,
    )
  },
}

const langchainClients: readonly Client[] = [
  {
    name: 'LangChain’s ChatOpenAI',
    kind: 'langchain',
    operation: 'chat',
    make: ({ route, hooks, model }: Calling) =>
      register(new ChatOpenAI({ apiKey: 'unused', model, maxRetries: 0 }), route, { hooks }),
  },
  {
    name: 'LangChain’s ChatAnthropic',
    kind: 'anthropic',
    operation: 'messages',
    make: ({ route, hooks, model }: Calling) =>
      register(new ChatAnthropic({ apiKey: 'unused', model, maxRetries: 0, maxTokens: 9 }), route, { hooks }),
  },
].map(({ make, ...client }) => ({
  ...client,
  whole: (calling) => make(calling).invoke('hello', sending(calling)),
  async stream(calling) {
    const parts = await make(calling).stream('hello', sending(calling))
    await read(parts, ({ content }) => (typeof content === 'string' ? content : textOf(content)), calling)
  },
}))

function textOf(content: readonly unknown[]): string {
  return content.map((block) => (block as { text?: string }).text ?? '').join('')
}

const plainFetch: Client = {
  name: 'createFetch()',
  kind: 'fetch',
  operation: 'chat',
  whole: async (calling) => (await post(calling, false)).json(),
  async stream(calling) {
    const { body } = await post(calling, true)
    await read(
      body as AsyncIterable<Uint8Array>,
      (bytes) => /"content":"([^"]+)"/.exec(new TextDecoder().decode(bytes))?.[1],
      calling,
    )
  },
}

async function post(calling: Calling, stream: boolean): Promise<Response> {
  const { route, hooks, model } = calling
  const response = await createFetch(route, { hooks })('https://api.openai.com/v1/chat/completions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages, stream }),
    ...sending(calling),
  })
  if (!response.ok) throw new Error(await response.text())
  return response
}

/** Every client that sends by `fetch`. */
export const CLIENTS: readonly Client[] = [
  ...openaiClients,
  responses,
  anthropic,
  ...langchainClients,
  plainFetch,
]

/** The servers of a test. */
export interface Servers {
  readonly bedrock: BedrockServer
  readonly gateway: GatewayServer
}

/** A route, and what hooks are told of it. */
export interface Routing {
  readonly name: string
  readonly at: (servers: Servers) => Route
  /** The registered route, and the one that answers. */
  readonly route: string
  readonly target: string
  readonly api?: string
  readonly host?: string
  readonly answeredBy: keyof Servers
  /** Which tries fail before the one that answers. */
  readonly failures: number
  readonly model: string
}

const gatewayOf = ({ gateway: { url } }: Servers): Route =>
  gateway({ baseURL: `${url}/v1`, apiKey: 'gateway-key' })
const bedrockOf = ({ bedrock: { region, url, credentials } }: Servers): Route =>
  bedrock({ region, endpoint: url, credentials })
/** Port 9 is refused at once. */
const nowhere = (): Route => openai({ baseURL: 'http://127.0.0.1:9/v1', apiKey: 'unused' })

const ofGateway = { answeredBy: 'gateway', failures: 0, model: 'gpt-4o' } as const
const ofBedrock = {
  answeredBy: 'bedrock',
  failures: 0,
  model: LLAMA,
  api: 'converse',
  host: 'bedrock-runtime',
} as const

/** Routes of every kind, and policies within policies. */
export const ROUTINGS: readonly Routing[] = [
  { ...ofGateway, name: 'a gateway', route: 'gateway', target: 'gateway', at: gatewayOf },
  { ...ofBedrock, name: 'bedrock()', route: 'bedrock', target: 'bedrock', at: bedrockOf },
  {
    ...ofGateway,
    name: 'openai()',
    route: 'openai',
    target: 'openai',
    at: ({ gateway: { url } }) => openai({ baseURL: `${url}/v1`, apiKey: 'unused' }),
  },
  {
    ...ofBedrock,
    name: 'a fallback to bedrock()',
    route: 'fallback',
    target: 'bedrock',
    failures: 1,
    at: (servers) => fallback([nowhere(), bedrockOf(servers)]),
  },
  {
    ...ofGateway,
    name: 'policies within policies',
    route: 'fallback',
    target: 'gateway',
    failures: 2,
    at: (servers) =>
      fallback([
        retry(nowhere(), { attempts: 2, backoff: () => 0 }),
        timeout(gatewayOf(servers), { total: 60_000 }),
      ]),
  },
]
