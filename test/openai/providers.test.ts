import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { UnsupportedClientError } from '@patchbay/core'
import { register, unregister } from '@patchbay/openai'
import OpenAI7, { BedrockOpenAI as BedrockOpenAI7 } from 'openai'
import OpenAI6, { BedrockOpenAI as BedrockOpenAI6 } from 'openai-6'
import { bedrock as bedrock6 } from 'openai-6/providers/bedrock'
import { bedrock as bedrock7 } from 'openai/providers/bedrock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { answerLikeOpenAI } from './support/openai-answers.ts'
import { assertUnreached, type RecordingServer, startServer, startTrap } from './support/recording-server.ts'
import { completion, gatewayTo, serving } from './support/test-routes.ts'

let trap: RecordingServer
let gateway: RecordingServer

beforeAll(async () => {
  trap = await startTrap()
  gateway = await startServer(answerLikeOpenAI)
})
afterAll(() => Promise.all([trap.close(), gateway.close()]))
afterEach(() => {
  gateway.received.splice(0)
  assertUnreached(trap)
})

const question = { model: 'm', messages: [{ role: 'user' as const, content: 'hello' }] }
const endpoint = () => ({ region: 'us-east-1', apiKey: 'bedrock-key', baseURL: trap.baseURL })

const clients: [string, () => OpenAI7][] = [
  [
    'BedrockOpenAI of openai 6',
    () => new BedrockOpenAI6({ apiKey: 'k', baseURL: trap.baseURL }) as unknown as OpenAI7,
  ],
  ['BedrockOpenAI of openai 7', () => new BedrockOpenAI7({ apiKey: 'k', baseURL: trap.baseURL })],
  [
    'the bedrock provider of openai 6',
    () => new OpenAI6({ provider: bedrock6(endpoint()) }) as unknown as OpenAI7,
  ],
  ['the bedrock provider of openai 7', () => new OpenAI7({ provider: bedrock7(endpoint()) })],
]

describe.each(clients)('a client of %s', (_name, create) => {
  it.each([
    ['a local route', () => serving(async () => completion('routed'))],
    ['a gateway route', () => gatewayTo(gateway.baseURL)],
  ])('is routed after it has authenticated for its own origin, on %s', async (_kind, make) => {
    const route = make()
    const client = create()
    const before = Object.getOwnPropertyDescriptors(client)
    register(client, route)
    const answer = await client.chat.completions.create(question)
    expect(answer.choices[0]?.message.content).toBeTypeOf('string')
    expect(route.requests[0]).toMatchObject({ endpoint: '/chat/completions' })
    expect(route.requests[0]?.url.origin).toBe(new URL(trap.baseURL).origin)
    const clone = client.withOptions({ maxRetries: 0 })
    await clone.chat.completions.create(question)
    expect(route.requests).toHaveLength(2)
    unregister(client)
    expect(Object.getOwnPropertyDescriptors(client)).toEqual(before)
  })
})

describe('an X.509 workload identity of openai 7', () => {
  const workloadIdentity = { type: 'x509' as const, identityProviderId: 'i', serviceAccountId: 's' }
  const create = () => {
    const x509Transport = approvedTransport()
    return { x509Transport, workloadIdentity }
  }

  it('is refused', () => {
    const client = new OpenAI7(create() as unknown as ConstructorParameters<typeof OpenAI7>[0])
    const before = Reflect.ownKeys(client)
    expect(() => register(client, gatewayTo(gateway.baseURL))).toThrow(UnsupportedClientError)
    expect(() => register(client, gatewayTo(gateway.baseURL))).toThrow(/X\.509/)
    expect(Reflect.ownKeys(client)).toEqual(before)
  })

  it('is refused to clones of a registered client', () => {
    const client = register(new OpenAI7({ apiKey: 'k' }), gatewayTo(gateway.baseURL))
    const options = { ...create(), apiKey: null, fetch: undefined }
    expect(() => client.withOptions(options as unknown as Parameters<typeof client.withOptions>[0])).toThrow(
      /X\.509/,
    )
  })
})

/** The SDK makes such transports with undici, which is not installed here: its registry takes this one. */
function approvedTransport(): object {
  const require = createRequire(import.meta.url)
  const registry: unknown = require(
    join(dirname(require.resolve('openai')), 'internal/auth/x509-transport-state.js'),
  )
  const transport = {}
  const { rememberRegisteredX509Transport } = registry as Record<string, (key: object, value: object) => void>
  rememberRegisteredX509Transport?.(transport, {})
  return transport
}
