import { createReactAgent } from '@langchain/langgraph/prebuilt'
import { javelin } from '@patchbay/core'
import { register } from '@patchbay/langchain'
import { bedrock } from '@patchbay/bedrock-backend'
import { createBedrockServer, trap as createTrap } from '@patchbay/testing'
import { ChatOpenAI } from '@langchain/openai'
import { tool } from '@langchain/core/tools'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { startServer } from '../openai/support/recording-server.ts'
import { createAgentAnswer } from './support/service.ts'

const getWeather = tool(async ({ city }: { city: string }) => `sun in ${city}`, {
  name: 'get_weather',
  description: 'The weather of a city',
  schema: z.object({ city: z.string() }),
})
const addNumbers = tool(async ({ a, b }: { a: number; b: number }) => a + b, {
  name: 'add_numbers',
  description: 'Adds two numbers',
  schema: z.object({ a: z.number(), b: z.number() }),
})
const tools = [getWeather, addNumbers]
const ask = { messages: [{ role: 'user' as const, content: 'What is the weather in Oslo?' }] }

it("runs LangGraph's prebuilt agent through a gateway", async () => {
  const [server, trap] = [await startServer(createAgentAnswer()), await createTrap()]
  try {
    const route = javelin({ baseURL: server.baseURL, apiKey: 'jk', route: 'agents' })
    const llm = register(
      new ChatOpenAI({ model: 'm', apiKey: 'sk', configuration: { baseURL: `${trap.url}/v1` } }),
      route,
    )
    const { messages } = await createReactAgent({ llm, tools }).invoke(ask)
    expect(messages.map(({ type }) => type)).toEqual(['human', 'ai', 'tool', 'ai'])
    expect(messages.at(-1)?.content).toBe('I see sun in Oslo')
    expect(server.received.map(({ headers }) => headers['x-javelin-route'])).toEqual(['agents', 'agents'])
    expect(trap.connectionCount).toBe(0)
  } finally {
    await server.close()
    await trap.close()
  }
})

it("runs LangGraph's prebuilt agent on Bedrock, and streams it", async () => {
  const [server, trap] = [await createBedrockServer(), await createTrap()]
  try {
    const route = bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials })
    const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
    const llm = register(
      new ChatOpenAI({ model, apiKey: 'unused', configuration: { baseURL: `${trap.url}/v1` } }),
      route,
    )
    const agent = createReactAgent({ llm, tools })
    const { messages } = await agent.invoke(ask)
    expect(messages.map(({ type }) => type)).toEqual(['human', 'ai', 'tool', 'ai'])
    expect(messages[2]?.content).toBe('sun in Oslo')
    expect(server.requests).toHaveLength(2)
    const seen: string[] = []
    for await (const [message] of await agent.stream(ask, { streamMode: 'messages' })) seen.push(message.type)
    expect(new Set(seen)).toEqual(new Set(['ai', 'tool']))
    expect(server.requests).toHaveLength(4)
    expect(trap.connectionCount).toBe(0)
  } finally {
    await server.close()
    await trap.close()
  }
})
