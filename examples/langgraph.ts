// LangGraph's prebuilt agent, written for OpenAI, on Amazon Bedrock: two tools, no gateway, no change to the agent.
//
//   node --conditions=@patchbay/source examples/langgraph.ts
//
// An embedded, strict Bedrock on loopback answers here. In an application bedrock({ region }) is all the route needs.
import { tool } from '@langchain/core/tools'
import { createReactAgent } from '@langchain/langgraph/prebuilt'
import { ChatOpenAI } from '@langchain/openai'
import { bedrock, register } from '@patchbay/sdk'
import { createBedrockServer } from '@patchbay/testing'
import { z } from 'zod'

const getWeather = tool(async ({ city }: { city: string }) => `18 degrees and sunny in ${city}`, {
  name: 'get_weather',
  description: 'Tells the weather in a city',
  schema: z.object({ city: z.string().describe('The name of the city') }),
})

const findTrain = tool(
  async ({ destination }: { destination: string }) => `The train to ${destination} leaves at 9:12`,
  {
    name: 'find_train',
    description: 'Finds the next train to a destination',
    schema: z.object({ destination: z.string().describe('Where the train goes') }),
  },
)

const server = await createBedrockServer()

try {
  const llm = register(
    new ChatOpenAI({ model: 'gpt-4o', apiKey: 'unused' }),
    bedrock({
      region: server.region,
      endpoint: server.url,
      credentials: server.credentials,
      models: { 'gpt-4o': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
    }),
  )
  // Registered first, bound afterwards: createReactAgent() binds the tools to the model.
  const agent = createReactAgent({ llm, tools: [getWeather, findTrain] })

  for (const question of ['What is the weather in Oslo?', 'When does the next train to Bergen leave?']) {
    console.log(`\n> ${question}`)
    const { messages } = await agent.invoke({ messages: [{ role: 'user', content: question }] })
    for (const message of messages.slice(1)) {
      console.log(`  ${message.type.padEnd(5)} ${message.text}`)
      const calls = 'tool_calls' in message ? (message.tool_calls as { name: string; args: unknown }[]) : []
      for (const { name, args } of calls) console.log(`        calls ${name}(${JSON.stringify(args)})`)
    }
  }

  console.log('\nWhat Bedrock received:')
  for (const { method, path } of server.requests) console.log(`  ${method} ${path}`)
} finally {
  await server.close()
}
