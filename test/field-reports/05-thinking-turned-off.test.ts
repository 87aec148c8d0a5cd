// Report 05: an effort of `none` and `thinking: disabled` reach models that think by default, each in its own way (promptfoo/promptfoo#10631, earendil-works/pi#7081)
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'
import { useStrictBedrock } from './support/strict-bedrock.ts'

const messages = [{ role: 'user' as const, content: 'Hello' }]
const bedrockServer = useStrictBedrock()
const sentFields = () =>
  bedrockServer.lastSent<{ additionalModelRequestFields?: object }>().additionalModelRequestFields
const OFF = { thinking: { type: 'disabled' } }
const LOWEST = { output_config: { effort: 'low' } }

const CASES = [
  ['opus-5', OFF, []],
  ['sonnet-5', OFF, []],
  ['haiku-5-5', OFF, []],
  ['sonnet-5-5', { thinking: { type: 'between_tools' } }, []],
  ['opus-5-5', LOWEST, ['reasoning_effort_raised']],
  ['fable-5', LOWEST, ['reasoning_effort_raised']],
  ['fable-5-2', LOWEST, ['reasoning_effort_raised']],
  ['opus-4-7', undefined, []],
  ['sonnet-4-5-20250929-v1:0', undefined, []],
] as const

describe.each(CASES)('report 05: %s', (name, fields, codes) => {
  const model = `us.anthropic.claude-${name}`

  it.each(versions)('by an effort of none, $name', async ({ OpenAI: Client }) => {
    const client = bedrockServer.connect(new Client({ apiKey: 'unused', maxRetries: 0 }))
    const answer = await client.chat.completions.create({
      model,
      messages,
      reasoning_effort: 'none' as never,
    })
    expect(sentFields()).toEqual(fields)
    expect(bedrockServer.warnings.map(({ code }) => code)).toEqual(codes)
    if (fields !== LOWEST) expect(answer.choices[0]?.message).not.toHaveProperty('reasoning_content')
  })

  it.each([false, true])('by the thinking object (stream: %s)', async (stream) => {
    const client = bedrockServer.connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))
    const answer = await client.chat.completions.create({ model, messages, stream, ...(OFF as object) })
    if (Symbol.asyncIterator in answer) for await (const chunk of answer) expect(chunk).toBeDefined()
    expect(sentFields()).toEqual(fields)
    expect(bedrockServer.warnings.map(({ code }) => code)).toEqual(codes)
  })

  it('by the effort of a Responses request', async () => {
    const client = bedrockServer.connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))
    await client.responses.create({ model, input: 'Hello', reasoning: { effort: 'none' } })
    expect(sentFields()).toEqual(fields)
  })
})

describe("report 05: Anthropic's own client", () => {
  const ask = (name: string, more: object = {}) =>
    bedrockServer.connect(new Anthropic({ apiKey: 'unused', maxRetries: 0 })).messages.create({
      model: `us.anthropic.claude-${name}`,
      max_tokens: 100,
      messages,
      thinking: { type: 'disabled' },
      ...more,
    })
  const sent = () => bedrockServer.lastSent<Record<string, unknown>>()

  it.each(CASES)('%s', async (name, fields, codes) => {
    await ask(name)
    const { thinking, output_config } = sent()
    expect(JSON.parse(JSON.stringify({ thinking, output_config }))).toEqual(fields ?? OFF)
    expect(bedrockServer.warnings.map(({ code }) => code)).toEqual(codes)
  })

  it('keeps an effort that is stated', async () => {
    await ask('opus-5-5', { output_config: { effort: 'high' } })
    expect(sent()).toMatchObject({ output_config: { effort: 'high' } })
    expect(sent()).not.toHaveProperty('thinking')
  })
})
