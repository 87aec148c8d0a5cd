// A policy with a cooldown, shared by clients of every kind.
import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import type { Clock } from '@patchbay/core'
import { bedrock, fallback, loadBalance, register, type Route } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const ask = { model: MODEL, max_tokens: 50, messages: [{ role: 'user' as const, content: 'Hello' }] }
const input = { modelId: MODEL, messages: [{ role: 'user' as const, content: [{ text: 'Hello' }] }] }

let first: BedrockServer
let second: BedrockServer
beforeAll(async () => {
  ;[first, second] = await Promise.all([createBedrockServer(), createBedrockServer()])
})
afterEach(() => [first, second].forEach((server) => server.reset()))
afterAll(() => Promise.all([first, second].map((server) => server.close())))

const at = (server: BedrockServer): Route =>
  bedrock({ region: 'us-east-1', endpoint: server.url, apiKey: server.bearerToken })
const counts = () => [first.requests.length, second.requests.length]

function manualClock() {
  let now = 0
  const clock: Clock = { now: () => now, after: () => () => undefined }
  return { clock, pass: (milliseconds: number) => void (now += milliseconds) }
}

/** One call of each kind of client, on one and the same policy. */
function callsOn(route: Route): Readonly<Record<string, () => Promise<unknown>>> {
  const openai = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route)
  const anthropic = register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route)
  const aws = register(new BedrockRuntimeClient({ region: 'us-east-1', maxAttempts: 1 }), route)
  return {
    openai: () => openai.chat.completions.create(ask),
    Anthropic: () => anthropic.messages.create(ask),
    aws: () => aws.send(new ConverseCommand(input)),
    async awsStream() {
      const { stream } = await aws.send(new ConverseStreamCommand(input))
      for await (const _ of stream ?? []) {
        // Read to the end.
      }
    },
  }
}

const down = { error: { type: 'InternalServerException', message: 'Broken.' } }

describe('fallback with a cooldown', () => {
  it('leaves a dead route out for every client, and tries it again when its time is over', async () => {
    const { clock, pass } = manualClock()
    const calls = callsOn(fallback([at(first), at(second)], { cooldown: { failures: 3, ms: 1000 }, clock }))
    first.reply(down)
    for (const call of Object.values(calls)) await call()
    for (const call of Object.values(calls)) await call()
    expect(counts()).toEqual([3, 8])
    pass(1000)
    await calls['aws']?.()
    await calls['openai']?.()
    expect(counts()).toEqual([4, 10])
    pass(1000)
    first.reply(null)
    for (const call of Object.values(calls)) await call()
    expect(counts()).toEqual([8, 10])
  })

  it('counts a stream that fails before its first content', async () => {
    const { clock } = manualClock()
    const calls = callsOn(fallback([at(first), at(second)], { cooldown: { failures: 2, ms: 1000 }, clock }))
    first.reply({ text: 'x', stream: { exceptionAfter: { event: 1, type: 'throttlingException' } } })
    for (let call = 0; call < 4; call += 1) await calls['awsStream']?.()
    expect(counts()).toEqual([2, 4])
  })
})

describe('loadBalance with a cooldown', () => {
  it('gives the share of a dead route to the others, for every client', async () => {
    const { clock, pass } = manualClock()
    const calls = callsOn(
      loadBalance([at(first), { route: at(second), weight: 1 }], {
        strategy: 'round-robin',
        cooldown: { failures: 2, ms: 1000 },
        clock,
      }),
    )
    first.reply(down)
    const names = [...Object.keys(calls), ...Object.keys(calls)]
    const failed: string[] = []
    for (const name of names) await calls[name]?.().catch(() => failed.push(name))
    expect(failed).toEqual(['openai', 'aws'])
    expect(counts()).toEqual([2, 6])
    pass(1000)
    first.reply(null)
    for (const name of names) await calls[name]?.()
    const [one = 0, two = 0] = counts()
    expect(Math.abs(one - 2 - (two - 6))).toBeLessThanOrEqual(1)
  })
})
