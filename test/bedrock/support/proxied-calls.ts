// Run in a process of its own: sends one request per case, each to an origin of its own, and prints what became of it as JSON.
import http from 'node:http'
import { bedrock, createFetch, gateway, javelin, openai, query, register, type Route } from '@patchbay/sdk'
import OpenAI from 'openai'
import { CLAUDE, CREDENTIALS, MESSAGES, type Sdk, VERSIONS } from './clients.ts'

type Bases = Readonly<Record<string, string>>

const messages = [{ role: 'user' as const, content: 'hello' }]

const region = 'us-east-1'

function converse(sdk: Sdk, route: Route) {
  const client = new sdk.BedrockRuntimeClient({ region, credentials: CREDENTIALS, maxAttempts: 1 })
  return register(client, route).send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES }))
}

const chat = (route: Route) =>
  register(new OpenAI({ apiKey: 'k', maxRetries: 0 }), route).chat.completions.create({
    model: CLAUDE,
    messages,
  })

const toBedrock = (endpoint: string) => bedrock({ region, endpoint, credentials: CREDENTIALS })

/** By the name of the case; the names are repeated in the test, which has a server for each. */
const CASES: Readonly<Record<string, (base: string) => Promise<unknown>>> = {
  ...Object.fromEntries(
    VERSIONS.flatMap(({ version, sdk }) => [
      [`${version} javelin`, (base: string) => converse(sdk, javelin({ baseURL: base, apiKey: 'k' }))],
      [`${version} javelin https`, (base: string) => converse(sdk, javelin({ baseURL: base, apiKey: 'k' }))],
      [`${version} openai`, (base: string) => converse(sdk, openai({ baseURL: base }))],
      [`${version} bedrock`, (base: string) => converse(sdk, toBedrock(base))],
    ]),
  ),
  'OpenAI gateway': (base) => chat(gateway({ baseURL: base })),
  'OpenAI bedrock': (base) => chat(toBedrock(base)),
  'OpenAI bedrock https': (base) => chat(toBedrock(base)),
  createFetch: (base) =>
    createFetch(gateway({ baseURL: base }))('https://api.openai.com/v1/chat/completions', {
      method: 'POST',
      body: JSON.stringify({ model: 'm', messages }),
    }),
  query: (base) => query(gateway({ baseURL: base }), { model: 'm', messages }),
}

const bases = JSON.parse(process.argv[2] ?? '{}') as Bases
if (process.argv.includes('by-code')) {
  const { setGlobalProxyFromEnv } = http as { setGlobalProxyFromEnv?: () => void }
  setGlobalProxyFromEnv?.()
}
const outcomes: Record<string, string> = {}
for (const [name, base] of Object.entries(bases)) {
  outcomes[name] = await CASES[name]!(base).then(
    () => 'ok',
    (error: unknown) => String(error),
  )
}
console.log(JSON.stringify(outcomes))
