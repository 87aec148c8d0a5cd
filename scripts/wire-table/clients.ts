import { createOpenAI } from '@ai-sdk/openai'
import { tool } from '@langchain/core/tools'
import {
  AzureChatOpenAI,
  AzureOpenAIEmbeddings,
  ChatOpenAI,
  type ChatOpenAIFields,
  OpenAIEmbeddings,
} from '@langchain/openai'
import { createFetch, register, type Route } from '@patchbay/sdk'
import { embed, generateText, jsonSchema, streamText, tool as vercelTool } from 'ai'
import OpenAI, { AzureOpenAI } from 'openai'
import { z } from 'zod'
import { BEDROCK_CLIENT } from './bedrock-client.ts'
import {
  API_VERSION,
  type Bench,
  CALLER_KEY,
  type ClientRow,
  DEPLOYMENT,
  drain,
  EMBEDDING_MODEL,
  MODEL,
  QUESTION,
  WEATHER,
} from './operations.ts'

type Make<Client> = (bench: Bench<Route>) => Client

/** The client kinds of the table. Another kind of client is one more entry. */
export const CLIENTS: readonly ClientRow<Route>[] = [
  openaiRow('openai 7 `OpenAI`', ({ route, provider }) =>
    register(new OpenAI({ apiKey: CALLER_KEY, baseURL: `${provider}/v1`, maxRetries: 0 }), route),
  ),
  openaiRow('openai 7 `AzureOpenAI`', ({ route, provider }) =>
    register(
      new AzureOpenAI({
        apiKey: CALLER_KEY,
        endpoint: provider,
        apiVersion: API_VERSION,
        deployment: DEPLOYMENT,
        maxRetries: 0,
      }),
      route,
    ),
  ),
  langchainRow(
    'LangChain `ChatOpenAI`, `OpenAIEmbeddings`',
    ({ route, provider }, fields) =>
      register(new ChatOpenAI({ ...langchainFields(provider), model: MODEL, ...fields }), route),
    ({ route, provider }) =>
      register(new OpenAIEmbeddings({ ...langchainFields(provider), model: EMBEDDING_MODEL }), route),
  ),
  langchainRow(
    'LangChain `AzureChatOpenAI`, `AzureOpenAIEmbeddings`',
    ({ route, provider }, fields) =>
      register(new AzureChatOpenAI({ ...azureFields(provider), model: MODEL, ...fields }), route),
    ({ route, provider }) =>
      register(new AzureOpenAIEmbeddings({ ...azureFields(provider), model: EMBEDDING_MODEL }), route),
  ),
  vercelRow('Vercel AI SDK by `createFetch`'),
  BEDROCK_CLIENT,
]

function openaiRow(name: string, make: Make<OpenAI>): ClientRow<Route> {
  const messages = [{ role: 'user' as const, content: QUESTION }]
  const ask = { model: MODEL, messages }
  return {
    name,
    operations: {
      plain: (bench) => make(bench).chat.completions.create(ask),
      stream: async (bench) => drain(await make(bench).chat.completions.create({ ...ask, stream: true })),
      tools: (bench) =>
        make(bench).chat.completions.create({ ...ask, tools: [{ type: 'function', function: WEATHER }] }),
      embeddings: (bench) => make(bench).embeddings.create({ model: EMBEDDING_MODEL, input: QUESTION }),
      responses: (bench) => make(bench).responses.create({ model: MODEL, input: QUESTION }),
      error: (bench) => make(bench).chat.completions.create(ask),
    },
  }
}

interface Chat {
  invoke(input: string): Promise<unknown>
  stream(input: string): Promise<AsyncIterable<unknown>>
  bindTools(tools: ReturnType<typeof weatherTool>[]): { invoke(input: string): Promise<unknown> }
}

function langchainRow(
  name: string,
  make: (bench: Bench<Route>, fields: ChatOpenAIFields) => Chat,
  makeEmbeddings: Make<{ embedQuery(text: string): Promise<number[]> }>,
): ClientRow<Route> {
  return {
    name,
    operations: {
      plain: (bench) => make(bench, {}).invoke(QUESTION),
      stream: async (bench) => drain(await make(bench, {}).stream(QUESTION)),
      tools: (bench) => make(bench, {}).bindTools([weatherTool()]).invoke(QUESTION),
      embeddings: (bench) => makeEmbeddings(bench).embedQuery(QUESTION),
      responses: (bench) => make(bench, { useResponsesApi: true }).invoke(QUESTION),
      error: (bench) => make(bench, {}).invoke(QUESTION),
    },
  }
}

function weatherTool() {
  return tool(({ city }: { city: string }) => `18 degrees in ${city}`, {
    name: WEATHER.name,
    description: WEATHER.description,
    schema: z.object({ city: z.string() }),
  })
}

function langchainFields(provider: string) {
  return { apiKey: CALLER_KEY, maxRetries: 0, configuration: { baseURL: `${provider}/v1` } }
}

function azureFields(provider: string) {
  return {
    azureOpenAIApiKey: CALLER_KEY,
    azureOpenAIApiVersion: API_VERSION,
    azureOpenAIApiDeploymentName: DEPLOYMENT,
    azureOpenAIBasePath: `${provider}/openai/deployments`,
    maxRetries: 0,
  }
}

function vercelRow(name: string): ClientRow<Route> {
  const make = ({ route, provider }: Bench<Route>) =>
    createOpenAI({ apiKey: CALLER_KEY, baseURL: `${provider}/v1`, fetch: createFetch(route) })
  const ask = { prompt: QUESTION, maxRetries: 0 }
  const tools = {
    [WEATHER.name]: vercelTool({
      description: WEATHER.description,
      inputSchema: jsonSchema<{ city: string }>(WEATHER.parameters as Parameters<typeof jsonSchema>[0]),
      execute: ({ city }) => `18 degrees in ${city}`,
    }),
  }
  return {
    name,
    operations: {
      plain: (bench) => generateText({ ...ask, model: make(bench).chat(MODEL) }),
      stream: (bench) => drain(streamText({ ...ask, model: make(bench).chat(MODEL) }).textStream),
      tools: (bench) => generateText({ ...ask, model: make(bench).chat(MODEL), tools }),
      embeddings: (bench) =>
        embed({ model: make(bench).embedding(EMBEDDING_MODEL), value: QUESTION, maxRetries: 0 }),
      responses: (bench) => generateText({ ...ask, model: make(bench).responses(MODEL) }),
      error: (bench) => generateText({ ...ask, model: make(bench).chat(MODEL) }),
    },
  }
}
