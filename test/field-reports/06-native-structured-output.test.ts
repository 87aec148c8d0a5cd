// Report 06: Schemas with dictionaries, compositions or too much that is optional go by a tool, not closed to `{}` or refused. (langchain4j/langchain4j#5097, genkit-ai/genkit#5230, vercel/ai#17268, BerriAI/litellm#35655)
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { useStrictBedrock } from './support/strict-bedrock.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const messages = [{ role: 'user' as const, content: 'Go.' }]
const text = { type: 'string' }
const object = (properties: object, more: object = {}) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
})
const numbered = (count: number, schema: object) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, schema]))
const nullable = { anyOf: [text, { type: 'null' }] }

interface Sent {
  readonly outputConfig?: { readonly textFormat?: object }
  readonly toolConfig?: {
    readonly tools: { toolSpec: { name: string; strict?: boolean; inputSchema: { json: object } } }[]
  }
}

const bedrock = useStrictBedrock()
const create = () => bedrock.connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))
const ask = (schema: Record<string, unknown>, strict: boolean, model = CLAUDE) =>
  create().chat.completions.create({
    model,
    messages,
    response_format: { type: 'json_schema', json_schema: { name: 'answer', schema, strict } },
  })
const way = () => (bedrock.lastSent<Sent>().outputConfig?.textFormat === undefined ? 'tool' : 'native')
const standIn = () => bedrock.lastSent<Sent>().toolConfig?.tools.at(-1)?.toolSpec

describe('report 06: native structured output', () => {
  it.each<[string, Record<string, unknown>]>([
    ['a dictionary', object({ scores: { type: 'object', additionalProperties: { type: 'number' } } })],
    ['a free-form object', object({ extra: { type: 'object' } })],
    ['an open object', object({ a: text }, { additionalProperties: true })],
    ['patterns of names', object({ a: { type: 'object', patternProperties: { '^x-': text } } })],
    [
      'a dictionary in a definition',
      object({ a: { $ref: '#/$defs/d' } }, { $defs: { d: { type: 'object', additionalProperties: text } } }),
    ],
    ['parts', { allOf: [object({ a: text }), object({ b: text })] }],
    ['alternatives', { anyOf: [object({ a: text }), object({ b: text })] }],
    [
      'alternatives beside properties',
      { type: 'object', properties: { a: text, b: text }, anyOf: [{ required: ['a'] }, { required: ['b'] }] },
    ],
  ])('keeps %s, by a tool', async (_name, schema) => {
    for (const strict of [true, false]) {
      await ask(schema, strict)
      expect(way()).toBe('tool')
      expect(JSON.stringify(standIn()?.inputSchema.json)).not.toContain('"properties":{}')
    }
  })

  it('keeps z.record()', async () => {
    const Scores = z.object({ scores: z.record(z.string(), z.number()) })
    bedrock.server.enqueue({
      content: [
        { toolUse: { toolUseId: 'call_1', name: 'structured_output', input: { scores: { Ada: 3 } } } },
      ],
      stopReason: 'tool_use',
    })
    const schema = z.toJSONSchema(Scores) as Record<string, unknown>
    const answer = await create().chat.completions.create({
      model: CLAUDE,
      messages,
      response_format: { type: 'json_schema', json_schema: { name: 'scores', schema } },
    })
    expect(JSON.parse(answer.choices[0]?.message.content ?? '')).toEqual({ scores: { Ada: 3 } })
  })

  it('follows a reference at the root', async () => {
    await ask({ $ref: '#/definitions/answer', definitions: { answer: object({ a: text }) } }, true)
    expect(way()).toBe('native')
    expect(JSON.stringify(bedrock.lastSent())).not.toContain('\\"$ref\\"')
  })

  it.each<[string, Record<string, unknown>, 'native' | 'tool']>([
    ['16 unions', object(numbered(16, nullable)), 'native'],
    ['17 unions', object(numbered(17, nullable)), 'tool'],
    ['24 optional properties', object(numbered(24, text), { required: [] }), 'native'],
    ['25 optional properties', object(numbered(25, text), { required: [] }), 'tool'],
  ])('%s: %s', async (_name, schema, expected) => {
    await ask(schema, true)
    expect(way()).toBe(expected)
    expect(bedrock.warnings).toMatchObject(
      expected === 'native'
        ? []
        : [{ code: 'response_format_by_tool', field: 'response_format.json_schema.schema' }],
    )
  })

  it('shares the limits among tools and the answer, and says which tools are not strict', async () => {
    const tool = (name: string, parameters: object) => ({
      type: 'function' as const,
      function: { name, parameters: { ...parameters }, strict: true },
    })
    await create().chat.completions.create({
      model: CLAUDE,
      messages,
      tools: [
        tool('first', object(numbered(10, nullable))),
        tool('second', object(numbered(10, nullable))),
        tool('third', object(numbered(6, nullable))),
      ],
    })
    const strict = () => bedrock.lastSent<Sent>().toolConfig?.tools.map(({ toolSpec }) => toolSpec.strict)
    expect(strict()).toEqual([true, undefined, true])
    expect(bedrock.warnings).toMatchObject([
      { code: 'strict_not_supported', field: 'tools[1].function.strict' },
    ])
    await create().chat.completions.create({
      model: CLAUDE,
      messages,
      tools: Array.from({ length: 22 }, (_, index) => tool(`t${index}`, object({ a: text }))),
    })
    expect(strict()?.filter((flag) => flag)).toHaveLength(20)
  })

  it.each(['us.anthropic.claude-sonnet-4-6', 'zai.glm-5'])('%s is native', async (model) => {
    await ask(object({ a: text }), true, model)
    expect(way()).toBe('native')
    expect(bedrock.warnings).toEqual([])
  })

  it('Responses', async () => {
    await create().responses.create({
      model: CLAUDE,
      input: 'Go.',
      text: {
        format: { type: 'json_schema', name: 'answer', schema: object(numbered(17, nullable)), strict: true },
      },
    })
    expect(way()).toBe('tool')
    expect(bedrock.warnings).toMatchObject([{ field: 'text.format.schema' }])
  })
})
