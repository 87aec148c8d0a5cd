import { bedrock, type BedrockOptions } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'

/** The models that every client talks to, by name. */
export const MODELS = {
  'Claude Opus 5.5': 'us.anthropic.claude-opus-5-5',
  'GPT-5.5': 'openai.gpt-5.5',
  'GPT-6 sol': 'us.openai.gpt-6-sol',
  'Grok 4.7': 'us.xai.grok-4.7',
  'Kimi K3': 'us.moonshotai.kimi-k3',
  'GLM 5.3': 'us.zai.glm-5.3',
  'gpt-oss': 'openai.gpt-oss-120b-1:0',
  'Nova 2': 'us.amazon.nova-2-lite-v1:0',
  'Llama 4': 'us.meta.llama4-maverick-17b-instruct-v1:0',
} as const

/** Names and ids, for tables. */
export const NAMED_MODELS = Object.entries(MODELS).map(([name, model]) => ({ name, model }))

/** The one that does not reason. */
const LLAMA = MODELS['Llama 4']

/** The tool of the conversation, as JSON Schema. */
export const WEATHER = {
  name: 'get_weather',
  description: 'The weather in a city',
  parameters: {
    type: 'object' as const,
    properties: { city: { type: 'string' as const } },
    required: ['city'],
    additionalProperties: false,
  },
}

export const SYSTEM = 'You know the weather. Use the tool.'

/** What the user says, which cities are looked up, and what the answer holds. */
const TURNS = [
  { says: 'What is the weather in Paris and in Oslo?', cities: ['Paris', 'Oslo'], answer: /Paris.*Oslo/s },
  { says: 'And what is the weather in Rome?', cities: ['Rome'], answer: /Rome/ },
  { says: 'What is 12 + 30?', cities: [], answer: /42/ },
]

/** All that is looked up in the course of it. */
export const CITIES: readonly string[] = TURNS.flatMap(({ cities }) => cities)

/** A client in conversation. */
export interface Session {
  /** Says something, runs the tools that are called until there is an answer, all streamed, and returns its text. */
  readonly say: (text: string) => Promise<string>
}

const lookedUp: string[] = []

/** Runs the tool. */
export function runTool(name: string, input: unknown): string {
  expect(name).toBe(WEATHER.name)
  const { city } = input as { city: string }
  lookedUp.push(city)
  return JSON.stringify({ city, degrees: 20 + city.length })
}

/** A strict Bedrock for the tests of one file, with both hosts, empty before each test. */
export function useBedrock(): () => BedrockServer {
  let server: BedrockServer | undefined
  beforeAll(async () => {
    server = await createBedrockServer()
  })
  afterAll(() => server?.close())
  beforeEach(() => server?.reset())
  return () => server as BedrockServer
}

/** A `bedrock()` route to both hosts of a server. */
export function routeTo(server: BedrockServer, options: BedrockOptions = {}) {
  const { region, url, mantleUrl, credentials } = server
  return bedrock({ region, endpoint: url, mantleEndpoint: mantleUrl, credentials, ...options })
}

/**
 * Holds the three turns: each is answered, the tools are called as asked, and every request asked for reasoning.
 *
 * @returns the cities that were looked up, in their order
 */
export async function holdConversation(
  server: BedrockServer,
  model: string,
  session: Session,
): Promise<readonly string[]> {
  lookedUp.length = 0
  const all: string[] = []
  for (const { says, cities, answer } of TURNS) {
    const text = await session.say(says)
    expect(text).toMatch(answer)
    const found = lookedUp.splice(0)
    expect(found).toEqual(cities)
    all.push(...found)
  }
  // Two turns with a round of calls, and one without.
  expect(server.requests).toHaveLength(5)
  if (model === LLAMA) return all
  for (const { json } of server.requests) {
    expect(JSON.stringify(json)).toMatch(/"(?:effort|reasoning_effort|maxReasoningEffort)":"(?:low|medium)"/)
  }
  return all
}
