// Report 10: `deepseek.v3.2` is a model id, and any short prefix before a known provider is a geography (langchain-ai/langchain-aws#607)
import { bedrock, register } from '@patchbay/sdk'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'
import { useStrictBedrock } from './support/strict-bedrock.ts'

const bedrockServer = useStrictBedrock()
const messages = [{ role: 'user' as const, content: 'Hello' }]

describe.each(versions)('report 10: model ids, $name', ({ OpenAI: Client }) => {
  it.each([
    'deepseek.v3.2',
    'amer.anthropic.claude-sonnet-4-6',
    'in.anthropic.claude-sonnet-5',
    'emea.amazon.nova-lite-v1:0',
  ])('takes %s', async (model) => {
    const client = bedrockServer.connect(new Client({ apiKey: 'unused', maxRetries: 0 }))
    const answer = await client.chat.completions.create({ model, messages })
    expect(answer.model).toBe(model)
    expect(bedrockServer.server.requests[0]?.path).toBe(`/model/${encodeURIComponent(model)}/converse`)
    expect(bedrockServer.warnings).toEqual([])
  })
})

describe('report 10: what a profile of a new geography is known by', () => {
  it("is its model's row", async () => {
    const client = bedrockServer.connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))
    const request = { model: 'amer.anthropic.claude-opus-4-6-v1', messages, reasoning_effort: 'low' } as const
    await client.chat.completions.create(request)
    expect(bedrockServer.lastSent()).toMatchObject({
      additionalModelRequestFields: { thinking: { type: 'adaptive' } },
    })
  })

  it('leaves names that are no ids to the table of the route', async () => {
    const { region, url: endpoint, credentials } = bedrockServer.server
    const route = bedrock({ region, endpoint, credentials })
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route)
    for (const model of ['api.openai.com', 'openai.com', 'gpt-4o']) {
      await expect(client.chat.completions.create({ model, messages })).rejects.toMatchObject({
        status: 404,
        code: 'model_not_found',
      })
    }
  })
})
