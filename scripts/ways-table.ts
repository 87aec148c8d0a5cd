// Writes docs/ways.md: by which API and on which host a request is served, out of the planning that the code runs on.
//
//   node --conditions=@patchbay/source scripts/ways-table.ts
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import {
  describeModel,
  planWays,
  TranslationError,
  type ClientApi,
  type PlanOptions,
  type Way,
} from '@patchbay/translator'

import { code, row, table } from './model-table/markdown.ts'

/** Where the tables are kept. */
export const WAYS_PAGE = fileURLToPath(new URL('../docs/ways.md', import.meta.url))

const UNKNOWN = 'newvendor.model-9-v1:0'
const MODELS: readonly string[] = [
  'us.openai.gpt-6-sol',
  'us.openai.gpt-6.2-sol',
  'openai.gpt-6-sol',
  'openai.gpt-5.5',
  'openai.gpt-oss-120b-1:0',
  'us.xai.grok-4.7',
  'us.xai.grok-4.6',
  'xai.grok-4.3',
  'us.moonshotai.kimi-k3',
  'moonshotai.kimi-k2.5',
  'us.zai.glm-5.3',
  'zai.glm-5',
  'zai.glm-4.6',
  'us.anthropic.claude-opus-5-5',
  'us.anthropic.claude-sonnet-4-20250514-v1:0',
  'us.amazon.nova-2-lite-v1:0',
  'us.meta.llama4-scout-17b-instruct-v1:0',
  'google.gemma-4-31b',
  'google.gemma-3-27b-it',
  'qwen.qwen3-next-80b-a3b',
  'deepseek.v3.1',
  'mistral.mistral-large-3-675b-instruct',
  'us.writer.palmyra-x5-v1:0',
  UNKNOWN,
  'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc',
]

const CLIENTS: Readonly<Record<string, ClientApi>> = {
  'Chat Completions': 'chat-completions',
  Responses: 'responses',
  Messages: 'messages',
  Converse: 'converse',
}

interface Need {
  readonly title: string
  readonly clientApi: ClientApi
  readonly body?: Readonly<Record<string, unknown>>
  readonly guardrail?: boolean
  readonly options?: Partial<PlanOptions>
}

const USER = { role: 'user', content: 'Hi' }
const FUNCTION = { type: 'function', name: 'get', function: { name: 'get' } }
const withPart = (part: object) => ({ messages: [{ role: 'user', content: [part] }] })

const NEEDS: readonly Need[] = [
  { title: 'Chat Completions, function tools', clientApi: 'chat-completions', body: { tools: [FUNCTION] } },
  { title: 'Chat Completions, `n: 2`', clientApi: 'chat-completions', body: { n: 2 } },
  { title: 'Chat Completions, a file', clientApi: 'chat-completions', body: withPart({ type: 'file' }) },
  {
    title: 'Chat Completions, reasoning of another model',
    clientApi: 'chat-completions',
    body: { messages: [{ role: 'assistant', content: 'a', reasoning_content: 'b' }] },
  },
  {
    title: 'Chat Completions, system text within',
    clientApi: 'chat-completions',
    body: { messages: [USER, { role: 'system', content: 'a' }] },
  },
  { title: 'Chat Completions, a guardrail in headers', clientApi: 'chat-completions', guardrail: true },
  { title: 'Responses, a guardrail in the body', clientApi: 'responses', body: { guardrailConfig: {} } },
  { title: 'Responses, `requestMetadata`', clientApi: 'responses', body: { requestMetadata: {} } },
  { title: 'Responses, web search', clientApi: 'responses', body: { tools: [{ type: 'web_search' }] } },
  {
    title: 'Responses, web search beside functions',
    clientApi: 'responses',
    body: { tools: [FUNCTION, { type: 'web_search' }] },
  },
  { title: 'Responses, `background`', clientApi: 'responses', body: { background: true } },
  {
    title: 'Responses, `previous_response_id`',
    clientApi: 'responses',
    body: { previous_response_id: 'resp_1' },
  },
  { title: 'Responses, no Mantle endpoint', clientApi: 'responses', options: { mantle: false } },
  {
    title: 'Messages, system text within',
    clientApi: 'messages',
    body: { messages: [USER, { role: 'system', content: 'a' }] },
  },
  { title: 'Messages, a document', clientApi: 'messages', body: withPart({ type: 'document' }) },
  { title: "Messages, `api: 'native'`", clientApi: 'messages', options: { api: 'native' } },
  { title: 'Converse, a guardrail', clientApi: 'converse', body: { guardrailConfig: {} } },
]

const NEEDING: readonly string[] = [
  'us.openai.gpt-6-sol',
  'openai.gpt-5.5',
  'us.xai.grok-4.7',
  'us.moonshotai.kimi-k3',
  'openai.gpt-oss-120b-1:0',
  'us.anthropic.claude-opus-5-5',
  'us.amazon.nova-2-lite-v1:0',
]

const PROSE = `# Ways

By which of Bedrock's APIs, and on which of its hosts, a \`bedrock()\` route serves a request (\`api: 'auto'\`, November 2026).
This page is written by \`scripts/ways-table.ts\` out of [the planning that the code runs on](../packages/translator/src/planning).

In bold: the client's own API; the body goes on and the answer comes back as they are. Else both are translated. R is
\`bedrock-runtime\`, M \`bedrock-mantle\`. What each model has is on the page of [models](models.md); \`api\` and \`host\` of the
[route](bedrock.md) decide otherwise.
`

const NAMES = {
  converse: 'Converse',
  'invoke-model': 'InvokeModel',
  'chat-completions': 'Chat Completions',
  responses: 'Responses',
  messages: 'Messages',
} as const

const show = ({ api, host, native }: Way): string => {
  const text = `${host === 'runtime' ? 'R' : 'M'} ${NAMES[api]}`
  return native ? `**${text}**` : text
}

function plan(id: string, { clientApi, body = {}, guardrail = false, options }: Omit<Need, 'title'>) {
  const model = describeModel(id)
  const given = { region: 'us-east-1', mantle: true, ...options }
  return planWays({ clientApi, body, stream: false, model, guardrail, options: given })
}

function cell(id: string, need: Omit<Need, 'title'>, all: boolean): string {
  try {
    const ways = plan(id, need)
    const notes = [...new Set(ways[0].warnings.map(({ code: warning }) => ` (${code(warning)})`))].join('')
    return all ? ways.slice(0, 3).map(show).join(', then ') : `${show(ways[0])}${notes}`
  } catch (error) {
    if (error instanceof TranslationError) return `400, ${code(error.param ?? '')}`
    throw error
  }
}

/** The text of docs/ways.md. */
export function waysPage(): string {
  const byModel = MODELS.map((id) =>
    row([
      id === UNKNOWN ? 'one that is not known' : code(id),
      ...Object.values(CLIENTS).map((clientApi) => cell(id, { clientApi }, false)),
    ]),
  )
  const byNeed = NEEDS.map((need) => row([need.title, ...NEEDING.map((id) => cell(id, need, false))]))
  const next = NEEDING.map((id) =>
    row([code(id), ...Object.values(CLIENTS).map((clientApi) => cell(id, { clientApi }, true))]),
  )
  return [
    PROSE,
    `## A request that asks for nothing special\n\n${table(['model', ...Object.keys(CLIENTS)], byModel)}`,
    `## What a request asks for\n\nIn brackets: the warning. A 400 names the field.\n\n${table(['request', ...NEEDING.map(code)], byNeed)}`,
    `## What is tried next\n\nWhere the service says that it does not serve the model that way, the next way is tried, once.\n\n${table(['model', ...Object.keys(CLIENTS)], next)}`,
  ].join('\n')
}

if (import.meta.main) await writeFile(WAYS_PAGE, waysPage())
