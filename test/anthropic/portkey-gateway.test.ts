import Anthropic from '@anthropic-ai/sdk'
import { portkey, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { type PortkeyGateway, startPortkeyGateway } from '../support/portkey-gateway.ts'

/** The gateway that Portkey publishes, in a process of its own, and behind it a strict Bedrock. */
let gateway: PortkeyGateway
let aws: BedrockServer

beforeAll(async () => {
  // The gateway signs for the host without its port: a real signature check would refuse it.
  ;[gateway, aws] = await Promise.all([startPortkeyGateway(), createBedrockServer({ auth: 'none' })])
}, 60_000)
afterAll(() => Promise.all([gateway?.close(), aws?.close()]))
beforeEach(() => aws.reset())

const create = () =>
  register(
    new Anthropic({ apiKey: 'sk-of-the-caller', maxRetries: 0 }),
    portkey({
      baseURL: gateway.url,
      apiKey: 'portkey-key-of-the-test',
      provider: 'bedrock',
      awsAccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      awsSecretAccessKey: 'aws-secret-of-the-test',
      awsRegion: 'us-east-1',
      customHost: aws.url,
    }),
  )
const question = {
  model: 'anthropic.claude-3-haiku-20240307-v1:0',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: 'What is 12 + 30?' }],
}

describe('Anthropic clients on the real Portkey gateway', () => {
  it('are answered, whole and streamed', async () => {
    const whole = await create().messages.create(question)
    expect(whole.content).toMatchObject([{ type: 'text', text: '12 + 30 is 42.' }])
    const streamed = await create().messages.stream(question).finalMessage()
    expect(streamed.content).toMatchObject([{ type: 'text', text: '12 + 30 is 42.' }])
    expect(aws.requests.map(({ operation }) => operation)).toEqual(['Converse', 'ConverseStream'])
  })

  it('count tokens', async () => {
    const { model, messages } = question
    const { input_tokens } = await create().messages.countTokens({ model, messages })
    expect(input_tokens).toBeGreaterThan(0)
    expect(aws.requests[0]?.operation).toBe('CountTokens')
  })

  it("raise the SDK's own errors", async () => {
    aws.enqueue({ error: { type: 'ThrottlingException', message: 'Slow down.' } })
    const error: unknown = await create()
      .messages.create(question)
      .catch((raised: unknown) => raised)
    expect(error).toBeInstanceOf(Anthropic.RateLimitError)
    expect(error).toMatchObject({ type: 'rate_limit_error', message: expect.stringContaining('Slow down.') })
  })
})
