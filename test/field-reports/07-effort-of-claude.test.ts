// Report 07: Claude's effort is `additionalModelRequestFields.output_config.effort`; the member `outputConfig.effort` is refused (WSO2's ai.aws.bedrock module for Ballerina, langchain-ai/docs#5239)
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'
import { useStrictBedrock } from './support/strict-bedrock.ts'

const messages = [{ role: 'user' as const, content: 'Hello' }]
const bedrockServer = useStrictBedrock()
const sent = () => bedrockServer.lastSent<{ outputConfig?: object; additionalModelRequestFields?: object }>()
const connect = () => bedrockServer.connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))

describe.each(['opus-4-6-v1', 'sonnet-4-6', 'opus-4-7', 'opus-5', 'opus-5-5'])('report 07: %s', (name) => {
  const model = `us.anthropic.claude-${name}`

  it.each(versions)('gets an effort where the service takes it, $name', async ({ OpenAI: Client }) => {
    const client = bedrockServer.connect(new Client({ apiKey: 'unused', maxRetries: 0 }))
    await client.chat.completions.create({ model, messages, reasoning_effort: 'high' })
    expect(sent().outputConfig).toBeUndefined()
    expect(sent().additionalModelRequestFields).toMatchObject({
      thinking: { type: 'adaptive' },
      output_config: { effort: 'high' },
    })
  })

  it.each([false, true])('gets it from Responses (stream: %s)', async (stream) => {
    const request = { model, input: 'Hello', reasoning: { effort: 'low' }, stream } as const
    const answer = await connect().responses.create(request)
    if (Symbol.asyncIterator in answer) for await (const event of answer) expect(event).toBeDefined()
    expect(sent().additionalModelRequestFields).toMatchObject({ output_config: { effort: 'low' } })
  })

  it("keeps the caller's own beside it", async () => {
    const own = { output_config: { effort: 'medium' } }
    const request = { model, messages, additionalModelRequestFields: own }
    await connect().chat.completions.create(request)
    expect(sent().additionalModelRequestFields).toEqual(own)
  })
})

describe('report 07: the effort and a schema', () => {
  it('stand apart', async () => {
    const schema = { type: 'object', properties: {}, additionalProperties: false }
    await connect().chat.completions.create({
      model: 'us.anthropic.claude-opus-4-6-v1',
      messages,
      reasoning_effort: 'low',
      response_format: { type: 'json_schema', json_schema: { name: 'a', schema } },
    })
    expect(Object.keys(sent().outputConfig ?? {})).toEqual(['textFormat'])
    expect(sent().additionalModelRequestFields).toMatchObject({ output_config: { effort: 'low' } })
  })
})
