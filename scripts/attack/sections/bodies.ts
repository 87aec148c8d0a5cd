import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { bedrock, createFetch, openai, register } from '@patchbay/sdk'
import { createBedrockServer, createGatewayServer, TEST_CREDENTIALS } from '@patchbay/testing'

import { faultIn } from '../support/errors.ts'
import { CLAUDE, MODEL } from '../support/kinds/kind.ts'
import { BUSY_LIMIT, type LoopWatch, watchEventLoop, within } from '../support/limits.ts'
import { mutate } from '../support/mutate.ts'
import type { Section } from '../support/section.ts'
import {
  CHAT_ANSWERS,
  CHAT_STREAMS,
  CONVERSE_ANSWERS,
  CONVERSE_SEEDS,
  CONVERSE_STREAMS,
  INVOKE_SEEDS,
  type Json,
  REQUEST_SEEDS,
} from '../support/seeds.ts'
import type { Count } from '../support/tally.ts'
import { trying } from '../support/watchdog.ts'

const CALL_LIMIT = 10_000
const TRIES = 1500
const SHORT_TRIES = 40

/** What a target made of a body: `undefined`, or the fault. */
type Send = (body: Json, stream: boolean) => Promise<string | undefined>

/** Bodies of every API, spoilt at random, and answers too: what is wrong is refused, and nothing is a fault of the route. */
export const bodies: Section = {
  name: 'bodies',
  async run({ tally, short, random }) {
    const count = tally.section('bodies')
    const tries = short ? SHORT_TRIES : TRIES
    await using service = await createBedrockServer()
    await using gateway = await createGatewayServer()
    using watch = watchEventLoop()
    const attackWith = async (kind: string, seeds: readonly Json[], send: Send): Promise<void> => {
      for (let index = 0; index < tries; index += 1) {
        await tryBody(kind, mutate(random.pick(seeds), random), random.next() < 0.4, send, watch, count)
      }
      service.reset()
      gateway.reset()
    }
    const fetch = createFetch(localRoute(service.url))
    for (const [path, seeds] of Object.entries(REQUEST_SEEDS))
      await attackWith(path, seeds, toFetch(fetch, path))
    const client = reverseClient(gateway.url)
    await attackWith('Converse', CONVERSE_SEEDS, (body, stream) => sendConverse(client, body, stream))
    await attackWith(
      'InvokeModel',
      Object.entries(INVOKE_SEEDS).flatMap(([modelId, all]) => all.map((body) => ({ modelId, body }))),
      (body, stream) => sendInvoke(client, body as { modelId: string; body: Json }, stream),
    )
    await attackWith('answers of Bedrock', [...CONVERSE_ANSWERS, ...CONVERSE_STREAMS], (answer) => {
      const isStream = Array.isArray(answer)
      service.reply(isStream ? { stream: { events: answer as never[] } } : rawReply(answer))
      return toFetch(fetch, '/v1/chat/completions')({ ...QUESTION, stream: isStream }, isStream)
    })
    await attackWith('answers of a backend', [...CHAT_ANSWERS, ...CHAT_STREAMS], (answer) => {
      const isStream = Array.isArray(answer)
      gateway.reply(isStream ? { events: answer } : { json: answer })
      return sendConverse(client, CONVERSE_QUESTION, isStream)
    })
  },
}

const QUESTION = { model: CLAUDE, messages: [{ role: 'user', content: 'hello' }] }
const CONVERSE_QUESTION = { messages: [{ role: 'user', content: [{ text: 'hello' }] }] }

const rawReply = (answer: Json) => ({
  raw: { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) },
})

const localRoute = (endpoint: string) =>
  bedrock({
    region: 'us-east-1',
    endpoint,
    credentials: TEST_CREDENTIALS,
    defaultModel: CLAUDE,
    embeddingModel: 'amazon.titan-embed-text-v2:0',
    guardrail: { identifier: 'g1', version: '1' },
    images: { fetch: false },
    onWarning: () => {},
  })

const reverseClient = (origin: string): BedrockRuntimeClient =>
  register(
    new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:9',
      credentials: TEST_CREDENTIALS,
      maxAttempts: 1,
    }),
    openai({ baseURL: `${origin}/v1`, apiKey: 'k', model: MODEL }),
  )

async function tryBody(
  kind: string,
  body: Json,
  stream: boolean,
  send: Send,
  watch: LoopWatch,
  count: Count,
): Promise<void> {
  trying(`${kind}: ${JSON.stringify(body)}`)
  const outcome = await within(() => send(body, stream), CALL_LIMIT)
  count.tried(kind)
  const what = JSON.stringify(body)?.slice(0, 300)
  if (outcome.kind === 'stall') return count.found(kind, 'stalls', `no end: ${what}`)
  // Code that is loaded, or compiled, for the first time is no fault of the body.
  if (watch.longest() > BUSY_LIMIT) {
    await within(() => send(body, stream), CALL_LIMIT)
    const again = watch.longest()
    if (again > BUSY_LIMIT) count.found(kind, 'stalls', `busy for ${Math.round(again)} ms: ${what}`)
  }
  if ('polluted' in {}) count.found(kind, 'lost', `Object.prototype was changed: ${what}`)
  const fault = outcome.kind === 'error' ? faultIn(outcome.error) : outcome.value
  if (fault !== undefined) count.found(kind, 'lost', `${fault}: ${what}`)
}

/** Every failure is an answer there: none with a status of a fault. */
const toFetch =
  (fetch: typeof globalThis.fetch, path: string): Send =>
  async (body, stream) => {
    const sent = stream && isPlainObject(body) ? { ...body, stream: true } : body
    const response = await fetch(`http://127.0.0.1:9${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer unused' },
      body: JSON.stringify(sent),
    })
    const text = await response.text()
    // What the servers of these attacks cannot encode or read is no fault of the route.
    if (text.includes('The test server failed')) return undefined
    if (response.status === 500) return `status 500: ${text.slice(0, 200)}`
    return /"code":"route_failed"/.test(text) ? `a fault in the stream: ${text.slice(-300)}` : undefined
  }

const isPlainObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

async function sendConverse(client: BedrockRuntimeClient, body: Json, stream: boolean): Promise<undefined> {
  const input = { modelId: CLAUDE, ...(isPlainObject(body) ? body : {}) } as never
  if (!stream) return void (await client.send(new ConverseCommand(input)))
  const answer = await client.send(new ConverseStreamCommand(input))
  for await (const _event of answer.stream ?? []);
  return undefined
}

async function sendInvoke(client: BedrockRuntimeClient, seed: Json, stream: boolean): Promise<undefined> {
  const { modelId, body } = isPlainObject(seed) ? seed : { modelId: CLAUDE, body: seed }
  const input = { modelId: typeof modelId === 'string' ? modelId : CLAUDE, body: JSON.stringify(body) ?? '' }
  if (!stream) return void (await client.send(new InvokeModelCommand(input)))
  const answer = await client.send(new InvokeModelWithResponseStreamCommand(input))
  for await (const _event of answer.body ?? []);
  return undefined
}
