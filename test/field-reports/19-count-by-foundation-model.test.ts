// Report 19: tokens of an application inference profile are counted by the foundation model behind it, not by its ARN, which CountTokens refuses (claude-code#86628)
import Anthropic from '@anthropic-ai/sdk'
import { bedrock, register } from '@patchbay/sdk'
import { applicationProfile, type BedrockServer, createBedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const arnOf = (id: string) => `arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/${id}`
const claude = 'anthropic.claude-sonnet-4-5-20250929-v1:0'
const nova = 'amazon.nova-pro-v1:0'
let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())
beforeEach(() => {
  server.reset()
  server.setModels({
    inferenceProfiles: [
      applicationProfile('team0claude', claude, 'us-east-1'),
      applicationProfile('team0nova', nova, 'us-east-1'),
    ],
  })
})

const route = () =>
  bedrock({
    region: server.region,
    endpoint: server.url,
    credentials: server.credentials,
    models: { declared: { id: arnOf('elsewhere'), foundationModel: nova } },
  })
const counted = () => server.requests.findLast(({ operation }) => operation === 'CountTokens')?.modelId

describe('report 19: CountTokens and application inference profiles', () => {
  it.each([
    [arnOf('team0claude'), claude],
    [arnOf('team0nova'), nova],
    ['declared', nova],
  ])('%s is counted by %s for Anthropic clients', async (model, expected) => {
    const client = register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route())
    const messages = [{ role: 'user' as const, content: 'hello' }]
    expect((await client.messages.countTokens({ model, messages })).input_tokens).toBeGreaterThan(0)
    expect(counted()).toBe(expected)
  })

  it.each([
    [arnOf('team0nova'), nova],
    ['declared', nova],
  ])('%s is counted by %s for OpenAI clients', async (model, expected) => {
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route())
    expect(
      (await client.responses.inputTokens.count({ model, input: 'hello' })).input_tokens,
    ).toBeGreaterThan(0)
    expect(counted()).toBe(expected)
  })
})
