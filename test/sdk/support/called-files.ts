// Prints, as JSON, the sources of which a function ran while a registered client served one streamed chat request. Runs in a
// process of its own, from source.
import { Session } from 'node:inspector/promises'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import { bedrock, register } from '@patchbay/sdk'
import { createBedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const server = await createBedrockServer()
const client = register(
  new OpenAI({ apiKey: 'unused' }),
  bedrock({
    region: server.region,
    endpoint: server.url,
    credentials: server.credentials,
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  }),
)

async function chat(): Promise<void> {
  const stream = await client.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'Hello' }],
    stream: true,
  })
  for await (const chunk of stream) if (chunk.choices.length > 1) throw new Error('One answer was asked for.')
}

const session = new Session()
session.connect()
// The first request loads what the second one runs through.
await chat()
await session.post('Profiler.enable')
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
await chat()
const { result } = await session.post('Profiler.takePreciseCoverage')
const called = result.filter(({ url, functions }) => url.startsWith('file:') && functions.some(hasRun))
console.log(JSON.stringify(called.map(({ url }) => relative(root, fileURLToPath(url)))))
await server[Symbol.asyncDispose]()
process.exit()

function hasRun({ ranges }: { ranges: readonly { readonly count: number }[] }): boolean {
  return (ranges[0]?.count ?? 0) > 0
}
