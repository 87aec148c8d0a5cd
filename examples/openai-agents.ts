// The OpenAI Agents SDK with a registered client: an agent with a tool, served by Amazon Bedrock.
//
//   node --conditions=@patchbay/source examples/openai-agents.ts
//
// An embedded, strict Bedrock on loopback answers here. In an application bedrock({ region }) is all the route needs.
import { Agent, run, setDefaultOpenAIClient, setOpenAIAPI, setTracingDisabled, tool } from '@openai/agents'
import { bedrock, register } from '@patchbay/sdk'
import { createBedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { z } from 'zod'

const server = await createBedrockServer()

// Traces are the one thing that this SDK sends by itself, to OpenAI: no client and no route is asked.
setTracingDisabled(true)
setOpenAIAPI('chat_completions')
setDefaultOpenAIClient(
  register(
    new OpenAI({ apiKey: 'unused' }),
    bedrock({
      region: server.region,
      endpoint: server.url,
      credentials: server.credentials,
      models: { 'gpt-4o': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
    }),
  ),
)

const getWeather = tool({
  name: 'get_weather',
  description: 'Tells the weather in a city',
  parameters: z.object({ city: z.string().describe('The name of the city') }),
  execute: async ({ city }) => `18 degrees and sunny in ${city}`,
})

try {
  const agent = new Agent({
    name: 'Guide',
    instructions: 'You are a helpful guide.',
    model: 'gpt-4o',
    tools: [getWeather],
  })

  const result = await run(agent, 'What is the weather in Oslo?')
  for (const item of result.newItems) console.log(`   ${item.type}`)
  console.log(`\n   ${result.finalOutput}`)

  console.log('\nThe same, streamed:')
  const streamed = await run(agent, 'What is the weather in Bergen?', { stream: true })
  const pieces: string[] = []
  for await (const piece of streamed.toTextStream()) pieces.push(piece)
  console.log('  ', pieces.join('|'))

  console.log('\nWhat Bedrock received:')
  for (const { method, path } of server.requests) console.log(`   ${method} ${decodeURIComponent(path)}`)
} finally {
  await server.close()
}
