import type { BedrockServer, ConverseReply } from '@patchbay/testing'
import { redactReasoning } from '@patchbay/testing'
import { expect } from 'vitest'

import { signed, toolUse } from './bedrock-route.ts'

/** Three tools, and what they give back. */
export const TOOLS = {
  get_weather: {
    description: 'The weather in a city',
    properties: { city: { type: 'string' } },
    run: ({ city }: Record<string, unknown>) => JSON.stringify({ city, degrees: city === 'Paris' ? 21 : 15 }),
  },
  get_time: {
    description: 'The local time in a city',
    properties: { city: { type: 'string' } },
    run: ({ city }: Record<string, unknown>) => `noon in ${String(city)}`,
  },
  add_numbers: {
    description: 'Adds two numbers',
    properties: { a: { type: 'number' }, b: { type: 'number' } },
    run: ({ a, b }: Record<string, unknown>) => String(Number(a) + Number(b)),
  },
}

/** The tools as JSON Schemas. */
export const toolSchemas = Object.entries(TOOLS).map(([name, { description, properties }]) => ({
  name,
  description,
  parameters: {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  },
}))

/** Runs a tool by name. */
export function runTool(name: string, input: Record<string, unknown>): string {
  return TOOLS[name as keyof typeof TOOLS].run(input)
}

const redacted = { reasoningContent: { redactedContent: redactReasoning('hidden') } }

/** Two rounds with tools, two of them side by side, each with reasoning, and the end. */
const ROUNDS: readonly ConverseReply[] = [
  {
    content: [
      signed('First I look at both cities — “Paris” 🌦.\n'),
      redacted,
      { text: 'Let me look.' },
      toolUse('tooluse_1', 'get_weather', { city: 'Paris' }),
      toolUse('tooluse_2', 'get_time', { city: 'London' }),
    ] as never,
  },
  { content: [signed('Now I add.'), toolUse('tooluse_3', 'add_numbers', { a: 21, b: 15 })] as never },
  { text: 'It is 36 in all, at noon.' },
]

export const PROMPT = 'Add the degrees of Paris and London.'
export const LAST_WORDS = 'It is 36 in all, at noon.'

/** Makes the server go through both rounds. */
export function scriptAgent(server: BedrockServer): void {
  server.enqueue(...ROUNDS)
}

interface SentBody {
  readonly messages: readonly { readonly role: string; readonly content: readonly object[] }[]
  readonly additionalModelRequestFields?: object
}

/** Every request thinks, and holds the reasoning of all rounds before it, byte for byte, and all results. */
export function expectReasoningKept(server: BedrockServer): void {
  const bodies = server.requests.map(({ json }) => json as SentBody)
  expect(bodies).toHaveLength(3)
  for (const body of bodies) expect(body.additionalModelRequestFields).toHaveProperty('thinking')
  const [first, second] = ROUNDS
  const turns = bodies[2]?.messages ?? []
  expect(turns.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant', 'user'])
  expect(turns[1]?.content).toEqual(first?.content)
  expect(turns[3]?.content).toEqual(second?.content)
  expect(turns[2]?.content).toMatchObject([
    { toolResult: { toolUseId: 'tooluse_1' } },
    { toolResult: { toolUseId: 'tooluse_2' } },
  ])
  expect(JSON.stringify(turns[2])).toContain('noon in London')
  expect(turns[4]?.content).toMatchObject([{ toolResult: { toolUseId: 'tooluse_3' } }])
  expect(JSON.stringify(turns[4])).toContain('36')
}
