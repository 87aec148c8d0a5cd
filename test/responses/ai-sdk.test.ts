import { createOpenAI } from '@ai-sdk/openai'
import { createFetch } from '@patchbay/sdk'
import { generateText, isStepCount, jsonSchema, streamText, tool } from 'ai'
import { expect, it } from 'vitest'

import {
  expectReasoningKept,
  LAST_WORDS,
  PROMPT,
  runTool,
  scriptAgent,
  toolSchemas,
} from './support/agent-script.ts'
import { MODEL, routeTo, useBedrock } from './support/bedrock-route.ts'

const bedrock = useBedrock()

const tools = Object.fromEntries(
  toolSchemas.map(({ name, description, parameters }) => [
    name,
    tool({
      description,
      inputSchema: jsonSchema(parameters as never),
      execute: async (input) => runTool(name, input as Record<string, unknown>),
    }),
  ]),
)

/** The options of a loop on the Responses API. */
function optionsOf(openAIOptions: { store?: boolean }) {
  const openai = createOpenAI({
    apiKey: 'unused',
    fetch: createFetch(routeTo(bedrock(), { models: { o3: MODEL } })),
  })
  return {
    model: openai.responses('o3'),
    prompt: PROMPT,
    tools,
    stopWhen: isStepCount(5),
    providerOptions: {
      openai: { reasoningEffort: 'medium', reasoningSummary: 'auto', ...openAIOptions },
    },
  } as const
}

it.each(['generateText', 'streamText'] as const)(
  'the Vercel AI SDK runs an agent loop by %s',
  async (name) => {
    scriptAgent(bedrock())
    const options = optionsOf({ store: false })
    const text = name === 'generateText' ? (await generateText(options)).text : await streamText(options).text
    expect(text).toBe(LAST_WORDS)
    expectReasoningKept(bedrock())
  },
)

it('is told what to do where it refers to items that nobody stored', async () => {
  scriptAgent(bedrock())
  await expect(generateText(optionsOf({}))).rejects.toThrow('`store: false`')
})
