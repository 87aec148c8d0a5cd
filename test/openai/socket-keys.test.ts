import {
  altrum,
  bedrockAccessGateway,
  gateway,
  type GatewayRoute,
  javelin,
  portkey,
  timeout,
} from '@patchbay/core'
import { register, unregister } from '@patchbay/openai'
import type OpenAI from 'openai'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LOOPBACK_CERTIFICATE } from './support/loopback-certificate.ts'
import { answerLikeOpenAI } from './support/openai-answers.ts'
import { type RecordingServer, startServer, startTrap } from './support/recording-server.ts'
import { type SecureServer, startSecureServer } from './support/secure-server.ts'
import { type SdkSocket, socketKinds } from './support/sockets.ts'
import { cloningVersions, versions } from './support/versions.ts'

let trap: RecordingServer
/** A gateway that answers HTTP. */
let server: RecordingServer
/** The same by TLS, for sockets, which take no other: it refuses them. */
let secure: SecureServer

const certificates = getCACertificates('default')

beforeAll(async () => {
  setDefaultCACertificates([...certificates, LOOPBACK_CERTIFICATE])
  secure = await startSecureServer()
})
afterAll(async () => {
  setDefaultCACertificates(certificates)
  await secure.close()
})
beforeEach(async () => {
  trap = await startTrap()
  server = await startServer(answerLikeOpenAI)
  secure.heard.splice(0)
})
afterEach(() => Promise.all([trap.close(), server.close()]))

const KEY = 'sk-key-of-the-caller'

const stripping: readonly (readonly [string, () => GatewayRoute])[] = [
  ['gateway()', () => gateway({ baseURL: `${secure.url}/v1`, apiKey: 'g' })],
  ['portkey on the catalogue', () => portkey({ baseURL: secure.url, apiKey: 'g', provider: '@openai' })],
  ['portkey with a config', () => portkey({ baseURL: secure.url, apiKey: 'g', config: 'pc-1' })],
  ['bedrock-access-gateway', () => bedrockAccessGateway({ baseURL: `${secure.url}/api/v1`, apiKey: 'g' })],
  ['altrum', () => altrum({ baseURL: secure.url, apiKey: 'g' })],
  ['a javelin() that strips', () => javelin({ baseURL: secure.url, apiKey: 'g', credentials: 'strip' })],
]

const forwarding: readonly (readonly [string, () => GatewayRoute])[] = [
  ['javelin()', () => javelin({ baseURL: secure.url, apiKey: 'g' })],
  ['portkey without its catalogue', () => portkey({ baseURL: secure.url, apiKey: 'g', provider: 'openai' })],
  ['a gateway() that forwards', () => gateway({ baseURL: `${secure.url}/v1`, credentials: 'forward' })],
]

/** Opens a socket, which the server refuses, and waits until it is over. */
async function attempt(open: () => Promise<SdkSocket>): Promise<void> {
  const opened = await open().catch((error: unknown) => error as Error)
  if (opened instanceof Error) return
  await new Promise((resolve) => void opened.on('error', resolve))
  opened.socket?.terminate?.()
}

/** Address and headers of the one socket that reached the gateway. */
function heard(): string {
  const [first, ...more] = secure.heard
  if (first === undefined || more.length > 0) throw new Error(`${secure.heard.length} sockets arrived`)
  return first
}

describe.each(socketKinds)('$name of openai $major', ({ major, open, openAzure }) => {
  const version = versions.find((each) => each.major === major)
  if (version === undefined) throw new Error(`openai ${major} is not installed`)
  const create = (): OpenAI => new version.OpenAI({ apiKey: KEY, baseURL: trap.baseURL, maxRetries: 0 })

  it.each(stripping)('brings no key to %s', async (_name, route) => {
    await attempt(() => open(register(create(), route())))
    expect(heard()).not.toContain(KEY)
    expect(trap.connections()).toBe(0)
  })

  it.each(forwarding)('brings its key to %s', async (_name, route) => {
    await attempt(() => open(register(create(), route())))
    expect(heard()).toContain(KEY)
    expect(trap.connections()).toBe(0)
  })

  it('brings no key through a policy over one gateway', async () => {
    const route = timeout(gateway({ baseURL: `${secure.url}/v1`, apiKey: 'g' }), { total: 1000 })
    await attempt(() => open(register(create(), route)))
    expect(heard()).not.toContain(KEY)
  })

  it.runIf(openAzure !== undefined).each([
    ['key', { apiKey: KEY }],
    ['Entra token', { azureADTokenProvider: async () => KEY }],
  ])('brings no Azure %s', async (_name, credential) => {
    const client = new version.AzureOpenAI({
      ...credential,
      endpoint: new URL(trap.baseURL).origin,
      apiVersion: '2024-10-01',
      deployment: 'd',
    })
    register(client, gateway({ baseURL: `${secure.url}/v1`, apiKey: 'g' }))
    await attempt(async () => openAzure?.(client) ?? Promise.reject(new Error('none')))
    expect(heard()).not.toContain(KEY)
    expect(trap.connections()).toBe(0)
  })
})

const factories = socketKinds.filter(({ major, openByFactory }) => major > 4 && openByFactory !== undefined)

describe.each(factories)('$name of openai $major, made by create()', ({ major, openByFactory }) => {
  const version = versions.find((each) => each.major === major)
  if (version === undefined || openByFactory === undefined)
    throw new Error(`openai ${major} is not installed`)
  const create = (): OpenAI => new version.OpenAI({ apiKey: async () => KEY, baseURL: trap.baseURL })

  it.each(stripping)('brings no key to %s', async (_name, route) => {
    await attempt(() => openByFactory(register(create(), route())))
    expect(heard()).not.toContain(KEY)
    expect(trap.connections()).toBe(0)
  })

  it.each(forwarding)('brings its key to %s', async (_name, route) => {
    await attempt(() => openByFactory(register(create(), route())))
    expect(heard()).toContain(KEY)
    expect(trap.connections()).toBe(0)
  })
})

const origin = () => new URL(server.baseURL).origin

describe.each(versions)('$name', ({ OpenAI: Client }) => {
  const create = () => new Client({ apiKey: KEY, baseURL: trap.baseURL, maxRetries: 0 })
  const ask = (client: OpenAI, headers: Record<string, string> = {}) =>
    client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'x' }] }, { headers })

  it('shows its own key again after unregister, and meanwhile on a route that forwards', () => {
    const client = create()
    const before = Object.getOwnPropertyDescriptors(client)
    register(client, gateway({ baseURL: server.baseURL }))
    expect(client.apiKey).not.toBe(KEY)
    register(client, javelin({ baseURL: origin(), apiKey: 'g' }))
    expect(client.apiKey).toBe(KEY)
    unregister(client)
    expect(Object.getOwnPropertyDescriptors(client)).toEqual(before)
  })

  it('keeps a key that the application sets meanwhile', () => {
    const client = register(create(), gateway({ baseURL: server.baseURL }))
    client.apiKey = 'sk-another'
    unregister(client)
    expect(client.apiKey).toBe('sk-another')
  })

  it('still sends its own key over HTTP where a request of its own is forwarded', async () => {
    const client = register(create(), portkey({ baseURL: origin(), apiKey: 'g' }))
    await ask(client)
    await ask(client, { 'x-portkey-provider': '@openai' })
    register(client, portkey({ baseURL: origin(), apiKey: 'g', provider: '@openai' }))
    await ask(client, { 'x-portkey-provider': 'openai' })
    await ask(client)
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${KEY}`,
      undefined,
      `Bearer ${KEY}`,
      undefined,
    ])
  })
})

describe.each(cloningVersions)('clones of $name', ({ OpenAI: Client }) => {
  it('have the key of their original, and hide it likewise', async () => {
    const client = register(
      new Client({ apiKey: KEY, baseURL: trap.baseURL }),
      gateway({ baseURL: server.baseURL }),
    )
    const clone = client.withOptions({ maxRetries: 0 })
    expect(clone.apiKey).not.toBe(KEY)
    unregister(client)
    expect(clone.apiKey).toBe(KEY)
    register(client, javelin({ baseURL: origin(), apiKey: 'g' }))
    await clone.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'x' }] })
    expect(server.received[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
  })

  it('work with a key that is a function', async () => {
    const client = new Client({ apiKey: async () => KEY, baseURL: trap.baseURL, maxRetries: 0 })
    register(client, gateway({ baseURL: server.baseURL }))
    const question = { model: 'm', messages: [{ role: 'user' as const, content: 'x' }] }
    await client.chat.completions.create(question)
    register(client, javelin({ baseURL: origin(), apiKey: 'g' }))
    await client.chat.completions.create(question)
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual([undefined, `Bearer ${KEY}`])
  })
})
