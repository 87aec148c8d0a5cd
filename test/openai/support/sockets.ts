import type OpenAI from 'openai'
import type { AzureOpenAI } from 'openai'

/** A WebSocket of an SDK, whichever class it is of. */
export interface SdkSocket {
  readonly url: URL
  readonly socket?: { close(): void; terminate?(): void } | undefined
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** Opens a socket with a client. */
export interface SocketKind {
  readonly name: string
  readonly major: number
  readonly open: (client: OpenAI) => Promise<SdkSocket>
  /** For clients whose key is a function, which the constructors do not take. */
  readonly openByFactory?: (client: OpenAI) => Promise<SdkSocket>
  readonly openAzure?: (client: AzureOpenAI) => Promise<SdkSocket>
}

type SocketClass = {
  new (...parameters: unknown[]): SdkSocket
  create?(client: unknown, props: unknown): Promise<SdkSocket>
  azure?(client: unknown, props: unknown): Promise<SdkSocket>
}

const realtime = (major: number, name: string, load: () => Promise<object>): SocketKind => ({
  name,
  major,
  open: async (client) => new (await classIn(load))({ model: 'gpt-realtime' }, client),
  openByFactory: async (client) => {
    const opened = await (await classIn(load)).create?.(client, { model: 'gpt-realtime' })
    if (opened === undefined) throw new Error(`${name} has no create()`)
    return opened
  },
  openAzure: async (client) => {
    const opened = await (await classIn(load)).azure?.(client, { deploymentName: 'd' })
    if (opened === undefined) throw new Error(`${name} has no azure()`)
    return opened
  },
})

const byClient = (major: number, name: string, load: () => Promise<object>): SocketKind => ({
  name,
  major,
  open: async (client) => new (await classIn(load))(client),
})

/** Every WebSocket class of the installed versions, with `ws` and with the native WebSocket. */
export const socketKinds: readonly SocketKind[] = [
  realtime(4, 'OpenAIRealtimeWS (beta)', () => import('openai-4/beta/realtime/ws')),
  realtime(4, 'OpenAIRealtimeWebSocket (beta)', () => import('openai-4/beta/realtime/websocket')),
  realtime(5, 'OpenAIRealtimeWS', () => import('openai-5/realtime/ws')),
  realtime(5, 'OpenAIRealtimeWebSocket', () => import('openai-5/realtime/websocket')),
  realtime(6, 'OpenAIRealtimeWS', () => import('openai-6/realtime/ws')),
  realtime(6, 'OpenAIRealtimeWebSocket', () => import('openai-6/realtime/websocket')),
  byClient(6, 'ResponsesWS', () => import('openai-6/resources/responses/ws')),
  realtime(7, 'OpenAIRealtimeWS', () => import('openai/realtime/ws')),
  realtime(7, 'OpenAIRealtimeWebSocket', () => import('openai/realtime/websocket')),
  realtime(7, 'OpenAIRealtimeWS (beta)', () => import('openai/beta/realtime/ws')),
  realtime(7, 'OpenAIRealtimeWebSocket (beta)', () => import('openai/beta/realtime/websocket')),
  byClient(7, 'ResponsesWS', () => import('openai/resources/responses/ws')),
  byClient(7, 'LiveWS', () => import('openai/resources/live/ws')),
]

async function classIn(load: () => Promise<object>): Promise<SocketClass> {
  const found = Object.values(await load()).find((value): value is SocketClass => typeof value === 'function')
  if (found === undefined) throw new Error('the module exports no class')
  return found
}
