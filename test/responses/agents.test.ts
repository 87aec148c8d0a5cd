import type { BaseMessageLike } from '@langchain/core/messages'
import { tool as langchainTool } from '@langchain/core/tools'
import { createReactAgent } from '@langchain/langgraph/prebuilt'
import { ChatOpenAI } from '@langchain/openai'
import { Agent, OpenAIResponsesModel, Runner, tool } from '@openai/agents'
import { register } from '@patchbay/sdk'
import OpenAI from 'openai'
import type { ResponseInput } from 'openai/resources/responses/responses'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import {
  expectReasoningKept,
  LAST_WORDS,
  PROMPT,
  runTool,
  scriptAgent,
  toolSchemas,
} from './support/agent-script.ts'
import { MODEL, routeTo, toolUse, useBedrock } from './support/bedrock-route.ts'
import { versions as langchains } from '../langchain/support/versions.ts'
import { versions } from '../openai/support/versions.ts'

const bedrock = useBedrock()

describe.each(versions)('an agent loop on the plain client of $name', ({ OpenAI: Client }) => {
  const tools = toolSchemas.map((schema) => ({ type: 'function' as const, strict: true, ...schema }))
  const options = {
    model: MODEL,
    tools,
    reasoning: { effort: 'medium', summary: 'auto' },
    include: ['reasoning.encrypted_content'],
    store: false,
  } as const

  it.each(['whole', 'streamed'] as const)('%s', async (form) => {
    scriptAgent(bedrock())
    const client = register(new Client({ apiKey: 'unused', maxRetries: 0 }), routeTo(bedrock()))
    const input: ResponseInput = [{ role: 'user', content: PROMPT }]
    const ask = () =>
      form === 'whole'
        ? client.responses.create({ ...options, include: [...options.include], input })
        : client.responses.stream({ ...options, include: [...options.include], input }).finalResponse()
    let response = await ask()
    for (
      let calls = functionCalls(response.output);
      calls.length > 0;
      calls = functionCalls(response.output)
    ) {
      input.push(...(response.output as ResponseInput))
      for (const { call_id, name, arguments: json } of calls) {
        input.push({ type: 'function_call_output', call_id, output: runTool(name, JSON.parse(json)) })
      }
      response = await ask()
    }
    expect(textOf(response.output)).toBe(LAST_WORDS)
    expectReasoningKept(bedrock())
  })
})

/** `output_text`, which openai 4 and 5 leave out of streamed responses. */
function textOf(output: OpenAI.Responses.ResponseOutputItem[]): string {
  const parts = output.flatMap((item) => (item.type === 'message' ? item.content : []))
  return parts.map((part) => (part.type === 'output_text' ? part.text : '')).join('')
}

function functionCalls(output: OpenAI.Responses.ResponseOutputItem[]) {
  return output.filter((item) => item.type === 'function_call')
}

describe('the OpenAI Agents SDK', () => {
  const tools = toolSchemas.map(({ name, description, parameters }) =>
    tool({
      name,
      description,
      parameters: parameters as never,
      strict: true,
      execute: async (input) => runTool(name, input as Record<string, unknown>),
    }),
  )

  it.each(['whole', 'streamed'] as const)('runs a loop, %s', async (form) => {
    scriptAgent(bedrock())
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), routeTo(bedrock()))
    const model = new OpenAIResponsesModel(client, MODEL)
    const agent = new Agent({
      name: 'Adder',
      instructions: 'Use the tools.',
      tools,
      model,
      modelSettings: { reasoning: { effort: 'medium' } },
    })
    const runner = new Runner({ tracingDisabled: true })
    if (form === 'whole') expect((await runner.run(agent, PROMPT)).finalOutput).toBe(LAST_WORDS)
    else {
      const result = await runner.run(agent, PROMPT, { stream: true })
      let text = ''
      for await (const piece of result.toTextStream()) text += piece
      await result.completed
      expect(result.finalOutput).toBe(LAST_WORDS)
      expect(text).toContain(LAST_WORDS)
    }
    expectReasoningKept(bedrock())
  })
})

it('the OpenAI Agents SDK hands over to another agent, and takes a structured answer', async () => {
  bedrock().enqueue(
    { content: [toolUse('tooluse_1', 'transfer_to_Poet', {})] as never },
    { text: '{"title":"Sea"}' },
  )
  const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), routeTo(bedrock()))
  const model = new OpenAIResponsesModel(client, MODEL)
  const poet = new Agent({ name: 'Poet', model, outputType: z.object({ title: z.string() }) })
  const desk = Agent.create({ name: 'Desk', model, handoffs: [poet] })
  const result = await new Runner({ tracingDisabled: true }).run(desk, 'A poem, please.')
  expect(result.finalOutput).toEqual({ title: 'Sea' })
  expect(result.lastAgent?.name).toBe('Poet')
  expect(bedrock().requests[1]?.json).toHaveProperty('outputConfig.textFormat')
})

const ZERO_DATA_RETENTION = [
  { form: 'invoke', zdrEnabled: true },
  { form: 'stream', zdrEnabled: true },
] as const

/** LangChain 0.6 overlooks `reasoning` where this is not there. */
const OVERLOOKED: object = { reasoningEffort: 'medium' }

describe.each(langchains)('$name with useResponsesApi', (version) => {
  const tools = toolSchemas.map(({ name, description, parameters }) =>
    version.tool(async (input: Record<string, unknown>) => runTool(name, input), {
      name,
      description,
      schema: parameters as never,
    }),
  )
  const makeModel = (options: object = {}) =>
    register(
      new version.openai.ChatOpenAI({
        // LangChain sends `reasoning` only to models whose names it knows.
        model: 'o3',
        apiKey: 'unused',
        maxRetries: 0,
        useResponsesApi: true,
        reasoning: { effort: 'medium', summary: 'auto' },
        ...OVERLOOKED,
        ...options,
      }),
      routeTo(bedrock(), { models: { o3: MODEL } }),
    )
  type Bound = ReturnType<ReturnType<typeof makeModel>['bindTools']>

  it.each([
    { form: 'invoke', zdrEnabled: false },
    { form: 'stream', zdrEnabled: false },
    // With it 0.6 sends no reasoning back at all.
    ...(version.name === 'langchain 0.6' ? [] : ZERO_DATA_RETENTION),
  ])('runs a loop by $form, zero data retention $zdrEnabled', async ({ form, zdrEnabled }) => {
    scriptAgent(bedrock())
    const llm = makeModel({ zdrEnabled }).bindTools(tools)
    const messages: BaseMessageLike[] = [['human', PROMPT]]
    let answer = await ask(llm, messages, form)
    while (answer.tool_calls !== undefined && answer.tool_calls.length > 0) {
      messages.push(answer)
      for (const call of answer.tool_calls) {
        messages.push({ role: 'tool', tool_call_id: call.id ?? '', content: runTool(call.name, call.args) })
      }
      answer = await ask(llm, messages, form)
    }
    expect(answer.text).toBe(LAST_WORDS)
    expectReasoningKept(bedrock())
  })

  async function ask(llm: Bound, messages: BaseMessageLike[], form: string) {
    if (form === 'invoke') return llm.invoke(messages)
    let whole: Awaited<ReturnType<Bound['invoke']>> | undefined
    for await (const chunk of await llm.stream(messages)) {
      whole = whole === undefined ? chunk : whole.concat(chunk)
    }
    if (whole === undefined) throw new Error('The stream had no chunks.')
    return whole
  }
})

it("runs LangGraph's prebuilt agent on the Responses API", async () => {
  scriptAgent(bedrock())
  const llm = register(
    new ChatOpenAI({
      model: 'o3',
      apiKey: 'unused',
      useResponsesApi: true,
      reasoning: { effort: 'medium', summary: 'auto' },
    }),
    routeTo(bedrock(), { models: { o3: MODEL } }),
  )
  const tools = toolSchemas.map(({ name, description, parameters }) =>
    langchainTool(async (input: Record<string, unknown>) => runTool(name, input), {
      name,
      description,
      schema: parameters as never,
    }),
  )
  const { messages } = await createReactAgent({ llm, tools }).invoke({ messages: [['human', PROMPT]] })
  expect(messages.at(-1)?.text).toBe(LAST_WORDS)
  expectReasoningKept(bedrock())
})
