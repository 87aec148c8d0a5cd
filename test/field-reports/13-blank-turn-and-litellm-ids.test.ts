// Report 13: a blank last user turn does not make the answer before it a prefill, and LiteLLM's `bedrock/<id>` is taken (docs.litellm.ai/docs/providers/bedrock)
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'
import { useStrictBedrock } from './support/strict-bedrock.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const NOVA = 'us.amazon.nova-lite-v1:0'
const user = (content: string) => ({ role: 'user' as const, content })
const assistant = (content: string) => ({ role: 'assistant' as const, content })
const bedrockServer = useStrictBedrock()
const roles = () =>
  bedrockServer
    .lastSent<{ messages: { role: string; content: object[] }[] }>()
    .messages.map(({ role }) => role)

describe('report 13: a blank last user turn', () => {
  it.each(versions)('stays a turn of the user, $name', async ({ OpenAI: Client }) => {
    const client = bedrockServer.connect(new Client({ apiKey: 'unused', maxRetries: 0 }))
    for (const [model, blank] of [
      [CLAUDE, ''],
      [CLAUDE, ' \n'],
      [NOVA, ''],
      ['us.anthropic.claude-opus-4-7', ''],
    ] as const) {
      await client.chat.completions.create({
        model,
        messages: [user('Hi'), assistant('Hello.'), user(blank)],
      })
      expect(roles()).toEqual(['user', 'assistant', 'user'])
    }
    expect(bedrockServer.warnings.map(({ code }) => code)).toEqual(Array(4).fill('placeholder_turn'))
  })

  it('stays one in Responses', async () => {
    const client = bedrockServer.connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))
    const input = [user('Hi'), assistant('Hello.'), user('')]
    await client.responses.create({ model: CLAUDE, input })
    expect(roles()).toEqual(['user', 'assistant', 'user'])
  })

  it('stays one in Messages', async () => {
    const client = bedrockServer.connect(new Anthropic({ apiKey: 'unused', maxRetries: 0 }))
    const messages = [user('Hi'), assistant('Hello.'), user('')]
    await client.messages.create({ model: NOVA, max_tokens: 100, messages })
    expect(roles()).toEqual(['user', 'assistant', 'user'])
  })

  it('leaves a prefill that is meant', async () => {
    const client = bedrockServer.connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))
    await client.chat.completions.create({ model: CLAUDE, messages: [user('Hi'), assistant('Hello ')] })
    expect(roles()).toEqual(['user', 'assistant'])
    expect(bedrockServer.warnings).toEqual([])
  })
})

describe("report 13: LiteLLM's spelling of ids", () => {
  it.each(['bedrock/', 'bedrock/converse/', 'bedrock_converse/', '@bedrock/'])('%s', async (prefix) => {
    const client = bedrockServer.connect(new OpenAI({ apiKey: 'unused', maxRetries: 0 }))
    const answer = await client.chat.completions.create({ model: prefix + NOVA, messages: [user('Hi')] })
    expect(answer.model).toBe(NOVA)
    expect(bedrockServer.server.requests[0]?.path).toBe(`/model/${encodeURIComponent(NOVA)}/converse`)
  })
})
