import { bedrock, createFetch } from '@patchbay/sdk'
import type { BedrockServer } from '@patchbay/testing'
import * as fc from 'fast-check'

import { dialogue } from './dialogue.arbitrary.ts'
import type { Dialogue } from './dialogue.ts'
import { FAMILIES, type FamilyName, MODELS } from './models.ts'
import { type Json, recordReasoning, type Recorded, type Send } from './recorded.ts'
import { toChat } from './to-chat.ts'
import { toCompletions } from './to-completions.ts'
import { toMessages } from './to-messages.ts'
import { toResponses } from './to-responses.ts'

/** The APIs of clients. */
export const APIS = ['chat', 'responses', 'messages', 'completions'] as const
export type Api = (typeof APIS)[number]

interface Rendering {
  readonly path: string
  readonly render: (model: string, said: Dialogue, recorded: Recorded) => Json
}

const RENDERINGS: Readonly<Record<Api, Rendering>> = {
  chat: { path: '/chat/completions', render: (model, said, { chat }) => toChat(model, said, chat) },
  responses: {
    path: '/responses',
    render: (model, said, { responses }) => toResponses(model, said, responses),
  },
  messages: { path: '/messages', render: (model, said, { messages }) => toMessages(model, said, messages) },
  completions: { path: '/completions', render: toCompletions },
}

/** Models whose reasoning conversations carry. */
const REASONERS = {
  claude: MODELS['Claude 4.6'],
  'claude 5': MODELS['Claude Opus 5.5'],
  gpt: MODELS['GPT-6 sol'],
  'gpt on mantle': MODELS['GPT-5.5'],
  grok: MODELS['Grok 4.7'],
  kimi: MODELS['Kimi K3'],
  glm: MODELS['GLM 5.3'],
  'gpt-oss': MODELS['gpt-oss'],
  nova: MODELS['Nova 2'],
}

/** What became of one conversation. */
export interface Outcome {
  readonly family: FamilyName
  readonly api: Api
  /** `refused`: by this package, by the name of a field, before anything was sent. `fault`: anything else but an answer. */
  readonly kind: 'answered' | 'refused' | 'fault'
  /** What was said about it. */
  readonly detail: string
  readonly body: Json
}

/** Runs conversations against one strict Bedrock. */
export async function createBench(server: BedrockServer) {
  const { region, url, mantleUrl, credentials } = server
  const route = { region, endpoint: url, mantleEndpoint: mantleUrl, credentials } as const
  // Answers then have their reasoning with its signatures on Chat Completions, too.
  const send = sendBy(
    createFetch(bedrock({ ...route, strictOpenAICompliance: false, onWarning: () => undefined })),
  )
  const recorded = withoutForeignItems(await recordReasoning(send, REASONERS))
  const reasoners = Object.keys(REASONERS)

  return {
    recorded,
    /** `count` conversations of one family by one API, the same for the same seed. */
    async run(family: FamilyName, api: Api, count: number, seed: number): Promise<readonly Outcome[]> {
      const { path, render } = RENDERINGS[api]
      const outcomes: Outcome[] = []
      for (const said of fc.sample(dialogue(reasoners), { numRuns: count, seed })) {
        const body = render(MODELS[family], said, recorded)
        const before = server.requests.length
        const verdict = await judge(
          () => send(path, body),
          () => server.requests.length - before,
        )
        outcomes.push({ family, api, body, ...verdict })
        server.reset()
      }
      return outcomes
    },
  }
}

/** The bench of one server. */
export type Bench = Awaited<ReturnType<typeof createBench>>

/** Encrypted items of the vendors' own belong to one API and one vendor: conversations that change the model are a test of their own. */
function withoutForeignItems(recorded: Recorded): Recorded {
  const isOurs = ([, items]: readonly [string, readonly Json[]]) => !JSON.stringify(items).includes('gAAAAA')
  const responses = Object.fromEntries(Object.entries(recorded.responses).filter(isOurs))
  return { ...recorded, responses }
}

function sendBy(fetch: typeof globalThis.fetch): Send {
  return (path, body) =>
    fetch(`https://api.openai.com/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01' },
      body: JSON.stringify(body),
    })
}

async function judge(
  send: () => Promise<Response>,
  sent: () => number,
): Promise<Pick<Outcome, 'kind' | 'detail'>> {
  try {
    const answer = await send()
    const text = await answer.text()
    const requests = sent()
    if (answer.status === 400 && requests === 0 && isNamed(text)) return { kind: 'refused', detail: text }
    if (!answer.ok) return { kind: 'fault', detail: `${answer.status} after ${requests} requests: ${text}` }
    const warnings = answer.headers.get('x-patchbay-warnings') ?? ''
    if (warnings.includes('way_changed')) return { kind: 'fault', detail: warnings }
    const failure = failureIn(text)
    return failure === undefined ? { kind: 'answered', detail: '' } : { kind: 'fault', detail: failure }
  } catch (error) {
    return { kind: 'fault', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** A refusal names the field that is at fault. Anthropic's envelope has it in the text. */
function isNamed(text: string): boolean {
  const { error, type } = JSON.parse(text) as {
    error?: { param?: unknown; message?: unknown }
    type?: unknown
  }
  return typeof error?.param === 'string' || (type === 'error' && typeof error?.message === 'string')
}

/** A stream's failure comes within it. */
function failureIn(text: string): string | undefined {
  return text
    .split('\n')
    .find(
      (line) =>
        /^data: .*"(?:error|type":"(?:error|response\.failed))":?(?!null)/.test(line) &&
        !line.includes('"error":null'),
    )
}

/** Every pair of a family and an API. */
export const PAIRS = FAMILIES.flatMap((family) => APIS.map((api) => ({ family, api })))
