import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { createOpenAI } from '@ai-sdk/openai'
import { ChatAnthropic } from '@langchain/anthropic'
import { ChatBedrockConverse } from '@langchain/aws'
import { ChatOpenAI } from '@langchain/openai'
import { bedrock, createFetch, register, type Route } from '@patchbay/sdk'
import { type BedrockRequest, type BedrockServer, createBedrockServer } from '@patchbay/testing'
import { generateText } from 'ai'
import OpenAI, { AzureOpenAI } from 'openai'
import { CALLER_KEY, QUESTION, WEATHER } from './operations.ts'

/** A model of each family, the prefix of a profile where it needs one. */
const MODELS = [
  'us.anthropic.claude-opus-5-5',
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'openai.gpt-5.5',
  'us.openai.gpt-6-sol',
  'us.xai.grok-4.7',
  'xai.grok-4.3',
  'us.moonshotai.kimi-k3',
  'us.zai.glm-5.3',
  'zai.glm-4.6',
  'openai.gpt-oss-120b-1:0',
  'google.gemma-4-31b',
  'qwen.qwen3-next-80b-a3b',
  'deepseek.v3.1',
  'mistral.mistral-large-3-675b-instruct',
  'us.amazon.nova-2-lite-v1:0',
  'us.meta.llama4-maverick-17b-instruct-v1:0',
] as const

type Ask = (route: Route, model: string) => Promise<unknown>

const options = { apiKey: CALLER_KEY, maxRetries: 0 }
const messages = [{ role: 'user' as const, content: QUESTION }]
const openai = (route: Route): OpenAI => register(new OpenAI(options), route)
const azure = (route: Route): OpenAI =>
  register(new AzureOpenAI({ ...options, endpoint: 'https://a.invalid', apiVersion: '2024-10-21' }), route)
const converse = (route: Route) => register(new BedrockRuntimeClient({ maxAttempts: 1 }), route)
const vercel = (route: Route) => createOpenAI({ apiKey: CALLER_KEY, fetch: createFetch(route) })
const chatTools = [{ type: 'function' as const, function: WEATHER }]

/** What is asked, by the name of its column. */
const COLUMNS: Readonly<Record<string, Ask>> = {
  '`OpenAI` chat': (route, model) => openai(route).chat.completions.create({ model, messages }),
  'with tools': (route, model) =>
    openai(route).chat.completions.create({ model, messages, tools: chatTools }),
  '`OpenAI` responses': (route, model) => openai(route).responses.create({ model, input: QUESTION }),
  'with web search': (route, model) =>
    openai(route).responses.create({ model, input: QUESTION, tools: [{ type: 'web_search' }] }),
  '`OpenAI` completions': (route, model) => openai(route).completions.create({ model, prompt: QUESTION }),
  '`AzureOpenAI` chat': (route, model) => azure(route).chat.completions.create({ model, messages }),
  '`ChatOpenAI`': (route, model) => register(new ChatOpenAI({ ...options, model }), route).invoke(QUESTION),
  'AI SDK responses': (route, model) =>
    generateText({ model: vercel(route).responses(model), prompt: QUESTION, maxRetries: 0 }),
  '`Anthropic` messages': (route, model) =>
    register(new Anthropic(options), route).messages.create({ model, max_tokens: 500, messages }),
  '`ChatAnthropic`': (route, model) =>
    register(new ChatAnthropic({ ...options, model, maxTokens: 500 }), route).invoke(QUESTION),
  '`BedrockRuntimeClient`': (route, model) =>
    converse(route).send(
      new ConverseCommand({ modelId: model, messages: [{ role: 'user', content: [{ text: QUESTION }] }] }),
    ),
  '`ChatBedrockConverse`': (route, model) =>
    new ChatBedrockConverse({ client: converse(route), region: 'us-east-1', model, maxRetries: 0 }).invoke(
      QUESTION,
    ),
}

const HOSTS = ['auto', 'runtime', 'mantle'] as const

const INTRODUCTION = `## What arrives at Bedrock

Every cell below is a live run, too: the client asked the model through \`bedrock()\` with both hosts of a strict Bedrock on
loopback, which noted by which API it was asked, and where: R is \`bedrock-runtime\`, M \`bedrock-mantle\`. A cell with a number was
refused: by this package, before anything was sent, with the name of the field, or by the service, where that says so. Which way is
chosen, and why, is on the page of [ways](ways.md).
`

/** The tables of what arrives at both of Bedrock's hosts, one for each choice of the route's \`host\`. */
export async function bedrockTables(): Promise<string> {
  await using server = await createBedrockServer()
  const sections: string[] = []
  for (const host of HOSTS) {
    const lines = [
      `### bedrock({ host: '${host}' })${host === 'auto' ? ', the default' : ''}\n`,
      `| model | ${Object.keys(COLUMNS).join(' | ')} |`,
      `| --- |${' --- |'.repeat(Object.keys(COLUMNS).length)}`,
    ]
    for (const model of MODELS) lines.push(await lineOf(server, host, model))
    sections.push(`${lines.join('\n')}\n`)
  }
  return [INTRODUCTION, ...sections].join('\n')
}

async function lineOf(server: BedrockServer, host: (typeof HOSTS)[number], model: string): Promise<string> {
  const { region, url, mantleUrl, credentials } = server
  const cells: string[] = []
  for (const ask of Object.values(COLUMNS)) {
    server.reset()
    const route = bedrock({ region, endpoint: url, mantleEndpoint: mantleUrl, credentials, host })
    const failure: unknown = await ask(route, model).then(
      () => undefined,
      (reason: unknown) => reason ?? 'no reason',
    )
    const arrived = server.requests.at(-1)
    cells.push(failure === undefined ? wayOf(arrived) : refusalOf(failure, arrived))
  }
  return `| \`${model}\` | ${cells.join(' | ')} |`
}

const OPERATIONS: Readonly<Record<string, string>> = {
  CreateResponse: 'Responses',
  CreateChatCompletion: 'Chat Completions',
  CreateMessage: 'Messages',
}

function wayOf(request: BedrockRequest | undefined): string {
  if (request === undefined) return '?'
  const operation = String(request.operation)
  return `${request.host === 'mantle' ? 'M' : 'R'} ${OPERATIONS[operation] ?? operation}`
}

/** Status and field. Only OpenAI's errors have the field as a member; the others name it in their text. */
function refusalOf(failure: unknown, arrived: BedrockRequest | undefined): string {
  const error = failure as {
    status?: number
    statusCode?: number
    param?: string
    message?: string
    $metadata?: { httpStatusCode?: number }
  }
  const status = error.status ?? error.statusCode ?? error.$metadata?.httpStatusCode ?? '?'
  const named = /`(host|api|mantleEndpoint)`|(tools\[0\]\.type)/.exec(String(error.message))
  const field = error.param ?? named?.[1] ?? named?.[2]
  const by = arrived === undefined ? '' : ` by ${wayOf(arrived)}`
  return `${status}${field === undefined ? '' : `, \`${field}\``}${by}`
}
