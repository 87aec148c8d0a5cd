import { bedrock, openai } from '@patchbay/local'
import { register } from '@patchbay/bedrock'
import { register as registerOpenAI } from '@patchbay/openai'
import { createGatewayServer } from '@patchbay/testing'
import fc from 'fast-check'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { bedrockInFront } from './support/bedrock-in-front.ts'
import { CLAUDE, CREDENTIALS, VERSIONS } from './support/clients.ts'

type Message = OpenAI.Chat.ChatCompletionMessageParam

const words = fc.stringMatching(/^[A-Za-z0-9äß漢][A-Za-z0-9äß漢 ]{0,18}[A-Za-z0-9]$/)
const input = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.oneof(words, fc.integer(), fc.boolean()), {
  maxKeys: 3,
})

const TOOLS = ['get_weather', 'get_time'].map((name) => ({
  type: 'function' as const,
  function: { name, description: 'A tool', parameters: { type: 'object', properties: {} } },
}))

const call = (id: string, name: string, value: object) => ({
  id,
  type: 'function' as const,
  function: { name, arguments: JSON.stringify(value) },
})

/** A question, and any number of turns with an answer or a tool call and its result. */
const conversation = fc
  .record({
    system: fc.option(words, { nil: undefined }),
    question: words,
    turns: fc.array(
      fc.record({ answer: words, value: input, result: words, calls: fc.boolean(), next: words }),
      { maxLength: 3 },
    ),
  })
  .map(({ system, question, turns }): Message[] => [
    ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
    { role: 'user', content: question },
    ...turns.flatMap(({ answer, value, result, calls, next }, index): Message[] =>
      calls
        ? [
            { role: 'assistant', content: answer, tool_calls: [call(`call_${index}`, 'get_weather', value)] },
            { role: 'tool', tool_call_id: `call_${index}`, content: result },
          ]
        : [
            { role: 'assistant', content: answer },
            { role: 'user', content: next },
          ],
    ),
  ])

const answer = fc.record({
  content: fc.option(words, { nil: null }),
  calls: fc.array(fc.record({ name: fc.constantFrom('get_weather', 'get_time'), value: input }), {
    maxLength: 2,
  }),
  reason: fc.constantFrom('stop', 'length'),
  tokens: fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 999 })),
})

describe('openai → bedrock() → BedrockRuntimeClient → openai() → an OpenAI-compatible server', () => {
  it('says and hears the same as talking to that server', async () => {
    await using backend = await createGatewayServer()
    const sdk = VERSIONS[2].sdk
    const inner = register(
      new sdk.BedrockRuntimeClient({}),
      openai({ baseURL: backend.url, apiKey: 'sk', model: 'gpt-4o' }),
    )
    await using front = await bedrockInFront(sdk, inner)
    const route = bedrock({
      region: 'us-east-1',
      endpoint: front.url,
      credentials: CREDENTIALS,
      model: CLAUDE,
    })
    const through = registerOpenAI(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route)
    const direct = new OpenAI({ apiKey: 'sk', baseURL: backend.url, maxRetries: 0 })
    await fc.assert(
      fc.asyncProperty(conversation, answer, async (messages, { content, calls, reason, tokens }) => {
        const toolCalls = calls.map(({ name, value }, index) => call(`call_x${index}`, name, value))
        const message = {
          role: 'assistant',
          content: content ?? (calls.length > 0 ? null : 'Yes.'),
          ...(calls.length > 0 && { tool_calls: toolCalls }),
        }
        const usage = {
          prompt_tokens: tokens[0],
          completion_tokens: tokens[1],
          total_tokens: tokens[0] + tokens[1],
        }
        const choice = { index: 0, message, finish_reason: calls.length > 0 ? 'tool_calls' : reason }
        backend.reset()
        backend.reply({
          json: { id: 'c', object: 'chat.completion', created: 1, model: 'gpt-4o', choices: [choice], usage },
        })
        const request = { model: 'gpt-4o', messages, tools: TOOLS, max_completion_tokens: 100 }
        const [one, other] = [
          await direct.chat.completions.create(request),
          await through.chat.completions.create(request),
        ]
        expect(essence(other)).toEqual(essence(one))
        const [first, second] = backend.requests.map(({ json }) => json as typeof request)
        expect(second?.messages.map(spoken)).toEqual(first?.messages.map(spoken))
        expect(second?.tools).toMatchObject(first?.tools ?? [])
      }),
      { numRuns: 40 },
    )
  })
})

/** Parts of one text are one text. */
function spoken(message: Message): unknown {
  const { content, ...rest } = message as { content?: unknown }
  const text = Array.isArray(content)
    ? content.map((part: { text?: string }) => part.text ?? '').join('')
    : content
  return { ...rest, content: text ?? null }
}

function essence({ choices, usage }: OpenAI.ChatCompletion): unknown {
  const { message, finish_reason: reason } = choices[0] ?? {}
  const calls = message?.tool_calls?.map((one) =>
    one.type === 'function' ? { id: one.id, ...one.function } : one,
  )
  const { prompt_tokens: asked, completion_tokens: said, total_tokens: total } = usage ?? {}
  return { content: message?.content ?? null, calls: calls ?? [], reason, usage: [asked, said, total] }
}
