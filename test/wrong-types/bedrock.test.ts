import Anthropic from '@anthropic-ai/sdk'
import { bedrock, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer, encodeEvent } from '@patchbay/testing'
import * as fc from 'fast-check'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { withWrongTypes } from '../support/wrong-types.arbitrary.ts'
import { ANSWERS, EVENTS } from './support/bedrock-samples.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const NOVA = 'us.amazon.nova-pro-v1:0'
const messages = [{ role: 'user' as const, content: 'Hi' }]

let server: BedrockServer
let openai: OpenAI
let anthropic: Anthropic
beforeAll(async () => {
  server = await createBedrockServer()
  const route = bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials })
  openai = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route)
  anthropic = register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route)
})
afterAll(() => server.close())
beforeEach(() => server.reset())

type Call = (stream: boolean) => Promise<unknown>

const CALLS: Readonly<Record<string, Call>> = {
  'chat completions': (stream) => openai.chat.completions.create({ model: CLAUDE, messages, stream }),
  'chat completions of Nova': (stream) => openai.chat.completions.create({ model: NOVA, messages, stream }),
  responses: (stream) => openai.responses.create({ model: NOVA, input: 'Hi', stream }),
  completions: (stream) => openai.completions.create({ model: NOVA, prompt: 'Hi', stream }),
  messages: (stream) => anthropic.messages.create({ model: NOVA, max_tokens: 10, messages, stream }),
}

/** A failure has to be one that the clients retry: a 502, or a broken connection, in their own class. */
async function expectRetriedFailure(call: () => Promise<unknown>): Promise<void> {
  const error = await call().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error === undefined) return
  const { name, message, status } = error as Error & { status?: number }
  expect({
    name,
    message,
    status,
    ofSdk: error instanceof OpenAI.APIError || error instanceof Anthropic.APIError,
  }).toMatchObject({ ofSdk: true, status: expect.toSatisfy((each) => each === undefined || each === 502) })
}

describe.each(Object.entries(CALLS))('wrong types in an answer of Bedrock: %s', (_name, call) => {
  it('are a failure that is retried', async () => {
    const assertion = fc.assert(
      fc.asyncProperty(withWrongTypes(ANSWERS), async (answer) => {
        server.enqueue({
          raw: { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) },
        })
        await expectRetriedFailure(() => call(false))
      }),
      { numRuns: 150 },
    )
    await expect(assertion).resolves.toBeUndefined()
  })

  it('are a failure that is retried, in a stream', async () => {
    const assertion = fc.assert(
      fc.asyncProperty(
        withWrongTypes(EVENTS.map(([, payload]) => ({ payload }))),
        fc.nat(),
        async (one, at) => {
          const index = at % EVENTS.length
          const frames = EVENTS.map(([type, payload], each) =>
            encodeEvent(type, each === index ? ((one as { payload?: object }).payload ?? null) : payload),
          )
          const headers = { 'content-type': 'application/vnd.amazon.eventstream' }
          server.enqueue({ raw: { status: 200, headers, body: Buffer.concat(frames) } })
          await expectRetriedFailure(async () => {
            for await (const _chunk of (await call(true)) as AsyncIterable<unknown>);
          })
        },
      ),
      { numRuns: 150 },
    )
    await expect(assertion).resolves.toBeUndefined()
  })
})

describe('wrong types in other answers of Bedrock', () => {
  it.each([
    [
      'embeddings',
      { embedding: [0.1], inputTextTokenCount: 1 },
      () => openai.embeddings.create({ model: 'amazon.titan-embed-text-v2:0', input: 'Hi' }),
    ],
    [
      'embeddings of Cohere',
      { embeddings: { float: [[0.1]] }, response_type: 'a' },
      () => openai.embeddings.create({ model: 'cohere.embed-english-v3', input: 'Hi' }),
    ],
    [
      'images',
      { images: ['iVBORw0KGgo='], seed: 1 },
      () => openai.images.generate({ model: 'amazon.nova-canvas-v1:0', prompt: 'A cat' }),
    ],
    ['counts of tokens', { inputTokens: 5 }, () => anthropic.messages.countTokens({ model: NOVA, messages })],
  ] as const)('are a failure that is retried: %s', async (_name, sample, call) => {
    const assertion = fc.assert(
      fc.asyncProperty(withWrongTypes([{ sample }]), async (changed) => {
        server.enqueue({
          raw: {
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify((changed as { sample: unknown }).sample ?? null),
          },
        })
        await expectRetriedFailure(call)
      }),
      { numRuns: 100 },
    )
    await expect(assertion).resolves.toBeUndefined()
  })

  it('name the member', async () => {
    const body = JSON.stringify({ output: { message: { role: 'assistant', content: [{ text: 5 }] } } })
    server.enqueue({ raw: { status: 200, headers: { 'content-type': 'application/json' }, body } })
    await expect(openai.chat.completions.create({ model: CLAUDE, messages })).rejects.toMatchObject({
      status: 502,
      code: 'malformed_answer',
      message: expect.stringContaining('output.message.content[0].text must be a string, not a number'),
    })
  })
})
