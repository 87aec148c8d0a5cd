import { BedrockRuntimeClient, ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { bedrock, createFetch, openai, register } from '@patchbay/sdk'
import {
  type BedrockServer,
  createBedrockServer,
  createGatewayServer,
  type GatewayServer,
  TEST_CREDENTIALS,
} from '@patchbay/testing'

import { faultIn, inOneLine } from '../support/errors.ts'
import { COUNTS, PROMPTS } from '../support/hostile-lengths.ts'
import { chat, CHAT, DEPTH, type HostileCase, SCHEMAS } from '../support/hostile-values.ts'
import { CLAUDE, MODEL } from '../support/kinds/kind.ts'
import { BUSY_LIMIT, type LoopWatch, watchEventLoop, within } from '../support/limits.ts'
import type { Section } from '../support/section.ts'
import type { Count } from '../support/tally.ts'
import type { Json } from '../support/seeds.ts'
import { trying } from '../support/watchdog.ts'

const CALL_LIMIT = 20_000
/** Bytes that one request may add to what the process holds. */
const MEMORY_LIMIT = 400 * 1024 * 1024

const CASES = [...SCHEMAS, ...DEPTH, ...PROMPTS, ...COUNTS]

/** Requests that are made to cost time or memory: each is answered or refused, within bounds. */
export const hostile: Section = {
  name: 'hostile',
  async run({ tally, short, random }) {
    const count = tally.section('hostile')
    await using service = await createBedrockServer()
    await using gateway = await createGatewayServer()
    const refuse = (): void => refuseAll(service, gateway)
    refuse()
    const send = createSenders(service.url, gateway.url)
    using watch = watchEventLoop()
    for (const one of short ? CASES.filter(() => random.next() < 0.08) : CASES) {
      await tryCase(one, send, watch, count)
      // What the servers have recorded is no memory of the client's.
      refuse()
    }
    await manyImages(service.url, count)
  },
}

/** The servers of these attacks would read bodies by code of their own, which is not what is attacked. */
function refuseAll(service: BedrockServer, gateway: GatewayServer): void {
  service.reset()
  gateway.reset()
  service.reply({ raw: { status: 400, body: '{"message":"no"}' } })
  const error = { message: 'no', type: 'invalid_request_error', code: null, param: null }
  gateway.reply({ status: 400, json: { error } })
}

async function tryCase(
  { name, to, body }: HostileCase,
  send: Send,
  watch: LoopWatch,
  count: Count,
): Promise<void> {
  const text = body()
  const call = (): Promise<unknown> => send(to, text)
  trying(`${to}: ${name}`)
  const before = process.memoryUsage().rss
  watch.longest()
  const outcome = await within(call, CALL_LIMIT)
  count.tried(to)
  if (outcome.kind === 'stall') count.found(to, 'stalls', `no end: ${name}`)
  // Code that is loaded, or compiled, for the first time is no fault of the body.
  if (watch.longest() > BUSY_LIMIT) {
    await within(call, CALL_LIMIT)
    const again = watch.longest()
    if (again > BUSY_LIMIT) count.found(to, 'stalls', `busy for ${Math.round(again)} ms: ${name}`)
  }
  if (outcome.kind === 'error' && faultIn(outcome.error) !== undefined) {
    count.found(to, 'lost', `${name}: ${inOneLine(outcome.error)}`)
  }
  const grown = process.memoryUsage().rss - before
  if (grown > MEMORY_LIMIT) count.found(to, 'stalls', `${Math.round(grown / 1e6)} MB more: ${name}`)
}

/** Sends a body to a path, a model or a command. */
type Send = (to: string, body: string) => Promise<unknown>

function createSenders(endpoint: string, origin: string): Send {
  const fetch = createFetch(
    bedrock({ region: 'us-east-1', endpoint, credentials: TEST_CREDENTIALS, onWarning: () => {} }),
  )
  const client = register(
    new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:9',
      credentials: TEST_CREDENTIALS,
      maxAttempts: 1,
    }),
    openai({ baseURL: `${origin}/v1`, apiKey: 'k', model: MODEL }),
  )
  return async (to, body) => {
    if (to.startsWith('/')) return sendByFetch(fetch, to, body)
    if (to === 'converse')
      return client.send(new ConverseCommand({ modelId: CLAUDE, ...(JSON.parse(body) as object) } as never))
    return client.send(new InvokeModelCommand({ modelId: to, body }))
  }
}

async function sendByFetch(fetch: typeof globalThis.fetch, path: string, body: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:9${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  const text = await response.text()
  if (response.status === 500) throw new RangeError(`status 500: ${text.slice(0, 200)}`)
}

const IMAGES = 100
const IMAGE_BYTES = 3 * 1024 * 1024

/** A hundred remote images of 3 MB: refused before they are all fetched, in bounded memory. */
async function manyImages(endpoint: string, count: Count): Promise<void> {
  const bytes = Buffer.alloc(IMAGE_BYTES, 1)
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1').copy(bytes)
  let fetched = 0
  const images = {
    fetch: () => {
      fetched += 1
      return Promise.resolve(new Response(bytes, { headers: { 'content-type': 'image/png' } }))
    },
  }
  const fetch = createFetch(bedrock({ region: 'us-east-1', endpoint, credentials: TEST_CREDENTIALS, images }))
  const content: Json = Array.from({ length: IMAGES }, (_, index) => ({
    type: 'image_url',
    image_url: { url: `https://pictures.example/${index}.png` },
  }))
  const before = process.memoryUsage().rss
  const kind = '100 remote images of 3 MB'
  count.tried(kind)
  const outcome = await within(
    () => sendByFetch(fetch, CHAT, chat({ messages: [{ role: 'user', content }] })),
    CALL_LIMIT,
  )
  const grown = process.memoryUsage().rss - before
  if (outcome.kind === 'error') count.found(kind, 'lost', inOneLine(outcome.error))
  if (outcome.kind === 'stall' || grown > MEMORY_LIMIT)
    count.found(kind, 'stalls', `${Math.round(grown / 1e6)} MB more`)
  if (fetched > 20) count.found(kind, 'stalls', `${fetched} images were fetched`)
}
