// An application as it runs in a browser or a worker. Bundled for the web by the test beside it, SDK included.
import OpenAI from 'openai'
import { bedrock, createFetch, gateway, register } from '@patchbay/sdk'
import type { Route } from '@patchbay/sdk'

/** Where the servers are, and what the strict Bedrock accepts. */
export interface Surroundings {
  readonly bedrock: string
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly apiKey: string
  readonly gateway: string
}

/** What the calls gave, by name: the text of an answer, or what the error says. */
export type Results = Readonly<Record<string, string>>

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const QUESTION = { model: MODEL, messages: [{ role: 'user' as const, content: 'hello' }] }
const PICTURE = { type: 'image_url' as const, image_url: { url: 'https://example.com/a.png' } }

export async function run(given: Surroundings): Promise<Results> {
  const local = { region: given.region, endpoint: given.bedrock }
  const routes: Record<string, Route> = {
    apiKey: bedrock({ ...local, apiKey: given.apiKey }),
    credentials: bedrock({ ...local, credentials: given.credentials }),
    provider: bedrock({ ...local, credentials: async () => given.credentials }),
    gateway: gateway({ baseURL: given.gateway, apiKey: 'gateway-key' }),
  }
  const results: Record<string, string> = {}
  for (const [name, route] of Object.entries(routes)) {
    const client = register(
      new OpenAI({ apiKey: 'unused', maxRetries: 0, dangerouslyAllowBrowser: true }),
      route,
    )
    results[name] = await whole(client)
    results[`${name}, streamed`] = await streamed(client)
    const response = await createFetch(route)('https://api.openai.com/v1/chat/completions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(QUESTION),
    })
    results[`${name}, by fetch`] = textOf(await response.json())
  }
  const refusing = async (request: string, route: Route, content: OpenAI.ChatCompletionContentPart[]) => {
    const client = register(
      new OpenAI({ apiKey: 'unused', maxRetries: 0, dangerouslyAllowBrowser: true }),
      route,
    )
    const messages = [{ role: 'user' as const, content }]
    const error: unknown = await client.chat.completions
      .create({ ...QUESTION, messages })
      .catch((e: unknown) => e)
    results[request] = error instanceof OpenAI.APIError ? `${error.status} ${error.code}` : String(error)
  }
  await refusing('no credentials', bedrock(local), [{ type: 'text', text: 'hello' }])
  await refusing('profile', bedrock({ ...local, profile: 'team' }), [{ type: 'text', text: 'hello' }])
  await refusing('no region', bedrock({ endpoint: given.bedrock, credentials: given.credentials }), [
    { type: 'text', text: 'hello' },
  ])
  await refusing('picture', bedrock({ ...local, apiKey: given.apiKey }), [PICTURE])
  return results
}

async function whole(client: OpenAI): Promise<string> {
  return textOf(await client.chat.completions.create(QUESTION))
}

async function streamed(client: OpenAI): Promise<string> {
  let text = ''
  const stream = await client.chat.completions.create({ ...QUESTION, stream: true })
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
  return text
}

function textOf(answer: unknown): string {
  const [choice] = (answer as Partial<OpenAI.ChatCompletion>).choices ?? []
  return choice?.message.content ?? JSON.stringify(answer)
}
