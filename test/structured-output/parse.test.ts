import { bedrock, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { LengthFinishReasonError } from 'openai/error'
import { zodFunction, zodResponseFormat } from 'openai/helpers/zod'
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { MODELS, type Way } from './models.ts'

const Weather = z.object({
  city: z.string(),
  degrees: z.number().int(),
  sky: z.enum(['clear', 'cloudy']),
  wind: z.object({ knots: z.number(), from: z.string().nullable() }),
})
const response_format = zodResponseFormat(Weather, 'weather_report')
const report = { city: 'Oslo', degrees: 4, sky: 'cloudy', wind: { knots: 7, from: null } } as const
const question: ChatCompletionMessageParam = { role: 'user', content: 'Report the weather in Oslo.' }
const getWeather = zodFunction({
  name: 'get_weather',
  description: 'Looks up the weather in a city',
  parameters: z.object({ city: z.string() }),
})

let server: BedrockServer
let warnings: string[] = []
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.reset()
  warnings = []
})

/** A model that is only told to answer by the schema may not follow. */
const warningsOf = (way: Way): string[] => (way === 'instructed tool' ? ['response_format_not_enforced'] : [])

function connect(): OpenAI {
  const { region, url: endpoint, credentials } = server
  const onWarning = ({ code }: { code: string }) => warnings.push(code)
  return register(
    new OpenAI({ apiKey: 'unused', maxRetries: 0 }),
    bedrock({ region, endpoint, credentials, onWarning }),
  )
}

interface Sent {
  readonly outputConfig?: { readonly textFormat?: { readonly structure: { jsonSchema: { schema: string } } } }
  readonly toolConfig?: {
    readonly tools: readonly { readonly toolSpec: { readonly name: string } }[]
    readonly toolChoice?: object
  }
  readonly system?: readonly { readonly text: string }[]
}

/** How the last request held its model to the schema. */
function wayOf(sent: Sent): Way | 'none' {
  if (sent.outputConfig?.textFormat !== undefined) return 'native'
  const choice = sent.toolConfig?.toolChoice ?? {}
  if ('tool' in choice) return 'forced tool'
  if ('any' in choice) return 'any tool'
  return sent.system?.some(({ text }) => text.includes('structured_output')) === true
    ? 'instructed tool'
    : 'none'
}

/** The final answer of a model after its tools: each in its own way. */
function enqueueReport(way: Way): void {
  const toolUse = { toolUseId: 'abcdefghi', name: 'structured_output', input: report }
  server.enqueue(
    way === 'native'
      ? { text: JSON.stringify(report) }
      : { content: [{ toolUse }], stopReason: 'tool_use', stream: { deltaSize: 3 } },
  )
}

describe.each(MODELS)('$model, $way', ({ model, way }) => {
  it('parses a whole answer', async () => {
    const completion = await connect().chat.completions.parse({
      model,
      messages: [question],
      response_format,
    })
    const [choice] = completion.choices
    expect(choice).toMatchObject({ finish_reason: 'stop', message: { refusal: null } })
    expect(choice?.message.tool_calls ?? []).toEqual([])
    expect(Weather.safeParse(choice?.message.parsed).success).toBe(true)
    expect(choice?.message.parsed?.city).toBe('Oslo')
    expect(wayOf(server.requests[0]?.json as Sent)).toBe(way)
    expect(warnings).toEqual(warningsOf(way))
  })

  it('parses a streamed answer', async () => {
    const stream = connect().chat.completions.stream({ model, messages: [question], response_format })
    let text = ''
    stream.on('content', (delta) => (text += delta))
    const completion = await stream.finalChatCompletion()
    const [choice] = completion.choices
    expect(choice?.finish_reason).toBe('stop')
    expect(Weather.safeParse(choice?.message.parsed).success).toBe(true)
    expect(JSON.parse(text)).toEqual(choice?.message.parsed)
    expect(warnings).toEqual(warningsOf(way))
  })

  it.each(['whole', 'streamed'])('calls a real tool first, then answers by the schema, %s', async (how) => {
    const client = connect()
    const ask = async (messages: ChatCompletionMessageParam[]) => {
      const body = { model, messages, tools: [getWeather], response_format }
      return how === 'whole'
        ? await client.chat.completions.parse(body)
        : await client.chat.completions.stream(body).finalChatCompletion()
    }
    const toolUse = { toolUseId: 'ihgfedcba', name: 'get_weather', input: { city: 'Oslo' } }
    server.enqueue({ content: [{ toolUse }], stopReason: 'tool_use' })
    const first = await ask([question])
    expect(first.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { content: null, tool_calls: [{ id: 'ihgfedcba', function: { name: 'get_weather' } }] },
    })
    const message = first.choices[0]?.message
    if (message === undefined) throw new Error('no answer')
    enqueueReport(way)
    const second = await ask([question, message, { role: 'tool', tool_call_id: 'ihgfedcba', content: '4' }])
    expect(second.choices[0]).toMatchObject({ finish_reason: 'stop', message: { parsed: report } })
    expect(second.choices[0]?.message.tool_calls ?? []).toEqual([])
  })
})

describe('a model without tools and structured output', () => {
  it('is told the schema, with a warning', async () => {
    server.enqueue({ text: JSON.stringify(report) })
    const model = 'amazon.titan-text-express-v1'
    const completion = await connect().chat.completions.parse({
      model,
      messages: [question],
      response_format,
    })
    expect(completion.choices[0]?.message.parsed).toEqual(report)
    expect(JSON.stringify(server.requests[0]?.json)).toContain('JSON Schema')
    expect(warnings).toEqual(['response_format_not_enforced', 'system_as_user_text'])
  })
})

describe('an answer that is cut short', () => {
  it.each(MODELS.slice(0, 1))("is openai's own error", async ({ model }) => {
    server.enqueue({ text: '{"city":"Os', stopReason: 'max_tokens' })
    await expect(
      connect().chat.completions.parse({ model, messages: [question], response_format }),
    ).rejects.toThrow(LengthFinishReasonError)
  })
})
