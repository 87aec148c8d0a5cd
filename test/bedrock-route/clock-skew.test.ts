import Anthropic from '@anthropic-ai/sdk'
import { bedrock, register } from '@patchbay/sdk'
import { createBedrockServer } from '@patchbay/testing'
import OpenAI, { PermissionDeniedError } from 'openai'
import { describe, expect, it } from 'vitest'

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const messages = [{ role: 'user' as const, content: 'What is 12 + 30?' }]
const MINUTES = 60_000

/** A strict Bedrock whose clock is off, and clients on it. */
async function setUp(minutes: number) {
  const clock = { minutes }
  const server = await createBedrockServer({ now: () => new Date(Date.now() + clock.minutes * MINUTES) })
  const options = { region: server.region, endpoint: server.url, credentials: server.credentials }
  return {
    clock,
    server,
    openai: (given: Parameters<typeof bedrock>[0] = {}) =>
      register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), bedrock({ ...options, ...given })),
    anthropic: () => register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), bedrock(options)),
    refused: () => server.requests.filter(({ authentication }) => authentication.kind === 'refused').length,
    [Symbol.asyncDispose]: () => server.close(),
  }
}

describe('a clock that is not the service’s', () => {
  it.each([10, -10, 60 * 24 * 3])('%i minutes off: one more request, and then none', async (minutes) => {
    await using setup = await setUp(minutes)
    const client = setup.openai()
    const { choices } = await client.chat.completions.create({ model, messages })
    expect(choices[0]?.message.content).toBe('12 + 30 is 42.')
    let text = ''
    for await (const chunk of await client.chat.completions.create({ model, messages, stream: true }))
      text += chunk.choices[0]?.delta.content ?? ''
    expect(text).toBe('12 + 30 is 42.')
    await client.models.list()
    expect(setup.refused()).toBe(1)
    // The chat that was refused, two that were answered, and three lists.
    expect(setup.server.requests).toHaveLength(6)
  })

  it('is corrected on a stream, for several answers at a time, and for Anthropic’s clients', async () => {
    await using setup = await setUp(10)
    const stream = await setup.openai().chat.completions.create({ model, messages, n: 3, stream: true })
    const finished = new Set<number>()
    for await (const { choices } of stream)
      for (const { index, finish_reason } of choices) if (finish_reason !== null) finished.add(index)
    expect(finished.size).toBe(3)
    const message = await setup.anthropic().messages.create({ model, messages, max_tokens: 100 })
    expect(message.content[0]).toMatchObject({ type: 'text', text: '12 + 30 is 42.' })
  })

  it('is corrected again where the service’s changes', async () => {
    await using setup = await setUp(10)
    const client = setup.openai()
    await client.chat.completions.create({ model, messages })
    setup.clock.minutes = 0
    await client.chat.completions.create({ model, messages })
    expect(setup.refused()).toBe(2)
    expect(setup.server.requests).toHaveLength(4)
  })

  it('within five minutes is left as it is', async () => {
    await using setup = await setUp(4)
    await setup.openai().chat.completions.create({ model, messages })
    expect(setup.server.requests).toHaveLength(1)
  })

  it('is corrected once in a request: a second refusal is the caller’s', async () => {
    // It reads its clock more than once for each request.
    let minutes = 0
    const now = () => new Date(Date.now() + (minutes += 20) * MINUTES)
    await using setup = await setUp(0)
    const server = await createBedrockServer({ now })
    try {
      const client = setup.openai({ endpoint: server.url })
      await expect(client.chat.completions.create({ model, messages })).rejects.toBeInstanceOf(
        PermissionDeniedError,
      )
      expect(server.requests).toHaveLength(2)
    } finally {
      await server.close()
    }
  })

  it('has no part in other refusals', async () => {
    await using setup = await setUp(0)
    const credentials = { ...setup.server.credentials, secretAccessKey: 'wrong' }
    await expect(setup.openai({ credentials }).chat.completions.create({ model, messages })).rejects.toThrow(
      /does not match the signature/,
    )
    await expect(
      setup.openai({ apiKey: 'wrong' }).chat.completions.create({ model, messages }),
    ).rejects.toThrow(/API Key/)
    expect(setup.server.requests).toHaveLength(2)
  })
})
