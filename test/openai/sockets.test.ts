import { PatchbayError } from '@patchbay/core'
import { register, unregister } from '@patchbay/openai'
import type OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RecordingServer, startServer, startTrap } from './support/recording-server.ts'
import { type SdkSocket, type SocketKind, socketKinds } from './support/sockets.ts'
import { completion, gatewayTo, serving } from './support/test-routes.ts'
import { versions } from './support/versions.ts'

let trap: RecordingServer
let gateway: RecordingServer

beforeEach(async () => {
  trap = await startTrap()
  gateway = await startServer((_request, response) => void response.writeHead(404).end())
})
afterEach(() => Promise.all([trap.close(), gateway.close()]))

const local = () => serving(async () => completion('over http'))

interface Failure {
  readonly error: Error
  /** The error's message, and the URL of the socket: the native WebSocket's errors say nothing. */
  readonly text: string
}

/** The failure that an attempt to open a socket ends in: thrown, or emitted. */
async function failureOf(open: () => Promise<SdkSocket>): Promise<Failure> {
  const opened = await open().catch((error: unknown) => error as Error)
  if (opened instanceof Error) return { error: opened, text: opened.message }
  const error = await new Promise<Error>((resolve) => void opened.on('error', resolve))
  opened.socket?.terminate?.()
  return { error, text: `${error.message} ${opened.url.href}` }
}

describe.each(socketKinds)('$name of openai $major', ({ major, open, openAzure }: SocketKind) => {
  const version = versions.find((each) => each.major === major)
  if (version === undefined) throw new Error(`openai ${major} is not installed`)
  const create = (): OpenAI => new version.OpenAI({ apiKey: 'sk-secret', baseURL: trap.baseURL })
  const createAzure = () =>
    new version.AzureOpenAI({
      apiKey: 'sk-secret',
      endpoint: trap.baseURL,
      apiVersion: '2024-10-01',
      deployment: 'd',
    })

  it('is refused on a local route, while HTTP keeps working', async () => {
    const client = register(create(), local())
    const { error, text } = await failureOf(() => open(client))
    expect(trap.connections()).toBe(0)
    expect(text).toContain('test-local')
    expect(error instanceof PatchbayError).toBe(major === 7)
    const answer = await client.chat.completions.create({ model: 'm', messages: [] })
    expect(answer.choices[0]?.message.content).toBe('over http')
    expect(trap.connections()).toBe(0)
  })

  it('goes to the gateway on a gateway route', async () => {
    const client = register(create(), gatewayTo(gateway.baseURL))
    const connected = gateway.nextConnection()
    await Promise.all([failureOf(() => open(client)), connected])
    expect(trap.connections()).toBe(0)
  })

  it('goes to the provider again after unregister', async () => {
    const client = register(create(), local())
    unregister(client)
    const connected = trap.nextConnection()
    await Promise.all([failureOf(() => open(client)), connected])
    expect(trap.connections()).toBeGreaterThan(0)
  })

  it.runIf(major > 4)('is refused to clones as well', async () => {
    const clone = register(create(), local()).withOptions({ baseURL: trap.baseURL })
    const { text } = await failureOf(() => open(clone))
    expect(text).toContain('test-local')
    expect(trap.connections()).toBe(0)
  })

  it('is refused to a spread copy', async () => {
    const copy = Object.assign({}, create())
    register(copy, local())
    await failureOf(() => open(copy))
    expect(trap.connections()).toBe(0)
  })

  it.runIf(openAzure !== undefined)('is refused to AzureOpenAI', async () => {
    const client = register(createAzure(), local())
    const { text } = await failureOf(async () => openAzure?.(client) ?? Promise.reject(new Error('none')))
    expect(text).toContain('test-local')
    expect(trap.connections()).toBe(0)
  })
})
