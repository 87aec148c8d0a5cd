import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import { bedrock, gateway, javelin, openai, register, type Route } from '@patchbay/sdk'
import OpenAI from 'openai'
import type { Mode } from './faults.ts'

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const ask = { model: MODEL, max_tokens: 9, messages: [{ role: 'user' as const, content: 'Hello' }] }
const input = { modelId: MODEL, messages: [{ role: 'user' as const, content: [{ text: 'Hello' }] }] }

/** How one call is made. */
export interface CallOptions {
  readonly mode: Mode
  readonly route: Route
  readonly signal: AbortSignal
  /** To be told when the loop over the stream begins, and when there is content. */
  readonly onLoop: () => void
  readonly onContent: () => void
}

/** A client, and the kind of route that it is on. */
export interface Setup {
  readonly name: string
  readonly routeAt: (base: string) => Route
  /** Makes one call. Returns what came of it, whatever it is: a whole answer, or the chunks of a stream. */
  readonly call: (options: CallOptions) => Promise<unknown>
}

async function collect(
  stream: AsyncIterable<unknown>,
  { onLoop, onContent }: CallOptions,
): Promise<unknown[]> {
  const events: unknown[] = []
  onLoop()
  for await (const event of stream) {
    events.push(event)
    if (JSON.stringify(event).includes('From the')) onContent()
  }
  return events
}

/** No client sends anything again by itself: the requests that are counted are the policy's. */
const callOpenAI: Setup['call'] = async (options) => {
  const { mode, route, signal } = options
  const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0, logLevel: 'off' }), route)
  if (mode === 'plain') return client.chat.completions.create(ask, { signal })
  return collect(await client.chat.completions.create({ ...ask, stream: true }, { signal }), options)
}

const callAnthropic: Setup['call'] = async (options) => {
  const { mode, route, signal } = options
  const client = register(new Anthropic({ apiKey: 'unused', maxRetries: 0, logLevel: 'off' }), route)
  if (mode === 'plain') return client.messages.create(ask, { signal })
  return collect(await client.messages.create({ ...ask, stream: true }, { signal }), options)
}

const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

const callBedrock: Setup['call'] = async (options) => {
  const { mode, route, signal } = options
  const client = register(
    new BedrockRuntimeClient({ region: 'us-east-1', credentials, maxAttempts: 1 }),
    route,
  )
  const sending = { abortSignal: signal }
  try {
    if (mode === 'plain') return (await client.send(new ConverseCommand(input), sending)).output
    const { stream } = await client.send(new ConverseStreamCommand(input), sending)
    return await collect(stream as AsyncIterable<unknown>, options)
  } finally {
    client.destroy()
  }
}

const bedrockAt = (base: string): Route =>
  bedrock({ region: 'us-east-1', endpoint: base, apiKey: 'bedrock-key' })
const gatewayAt = (base: string): Route => gateway({ baseURL: `${base}/v1`, apiKey: 'gateway-key' })

/** The clients and routes of the page, in its order. */
export const SETUPS: readonly Setup[] = [
  { name: 'OpenAI’s client on `bedrock()`', routeAt: bedrockAt, call: callOpenAI },
  { name: 'OpenAI’s client on a gateway', routeAt: gatewayAt, call: callOpenAI },
  { name: 'Anthropic’s client on `bedrock()`', routeAt: bedrockAt, call: callAnthropic },
  { name: 'Anthropic’s client on a gateway', routeAt: gatewayAt, call: callAnthropic },
  { name: 'the AWS SDK’s client on `bedrock()`', routeAt: bedrockAt, call: callBedrock },
  {
    name: 'the AWS SDK’s client on `openai()`',
    routeAt: (base) => openai({ baseURL: `${base}/v1`, apiKey: 'openai-key', model: 'gpt-4o' }),
    call: callBedrock,
  },
  {
    name: 'the AWS SDK’s client on a gateway',
    routeAt: (base) => javelin({ baseURL: base, apiKey: 'javelin-key' }),
    call: callBedrock,
  },
]
