// The Vercel AI SDK takes a `fetch`: `createOpenAI({ fetch: createFetch(route) })`. Here with a tool, on two routes.
//
//   node --conditions=@patchbay/source examples/vercel-ai-sdk.ts
//
// A gateway and a strict Bedrock on loopback answer here.
import { createOpenAI } from '@ai-sdk/openai'
import { bedrock, createFetch, gateway, type Route } from '@patchbay/sdk'
import { createBedrockServer, createGatewayServer } from '@patchbay/testing'
import { generateText, isStepCount, streamText, tool } from 'ai'
import { z } from 'zod'

const server = await createGatewayServer({ expect: { authorization: 'Bearer gateway-key' } })
const aws = await createBedrockServer()

const getWeather = tool({
  description: 'Tells the weather in a city',
  inputSchema: z.object({ city: z.string().describe('The name of the city') }),
  execute: async ({ city }) => `18 degrees and sunny in ${city}`,
})

const routes: Record<string, Route> = {
  'a gateway': gateway({ baseURL: `${server.url}/v1`, apiKey: 'gateway-key' }),
  'Amazon Bedrock': bedrock({
    region: aws.region,
    endpoint: aws.url,
    credentials: aws.credentials,
    models: { 'gpt-4o': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
  }),
}

try {
  for (const [name, route] of Object.entries(routes)) {
    const openai = createOpenAI({ apiKey: 'sk-stays-at-home', fetch: createFetch(route) })
    const model = openai.chat('gpt-4o')
    console.log(`Through ${name}:`)

    const { text, steps } = await generateText({
      model,
      prompt: 'What is the weather in Oslo?',
      tools: { get_weather: getWeather },
      stopWhen: isStepCount(3),
    })
    for (const { toolCalls } of steps)
      for (const call of toolCalls) console.log(`   calls ${call.toolName}(${JSON.stringify(call.input)})`)
    console.log('  ', text)

    const { textStream } = streamText({ model, prompt: 'Say exactly: one two three four' })
    const pieces: string[] = []
    for await (const piece of textStream) pieces.push(piece)
    console.log('  ', pieces.join('|'), '\n')
  }

  console.log('What the gateway received:')
  for (const { method, path } of server.requests) console.log(`   ${method} ${path}`)
  console.log('What Bedrock received:')
  for (const { method, path } of aws.requests) console.log(`   ${method} ${decodeURIComponent(path)}`)
} finally {
  await Promise.all([server.close(), aws.close()])
}
