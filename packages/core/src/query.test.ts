import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'

import { type Answer, type Loopback, sendJSON, startLoopback } from '../test-support/loopback.ts'
import { configure } from './configuration/configuration.ts'
import { ConfigurationError } from './errors/configuration-error.ts'
import { PatchbayRequestError } from './errors/patchbay-request-error.ts'
import { UnknownRouteError } from './errors/unknown-route-error.ts'
import { gateway } from './gateways/gateway.ts'
import { javelin } from './gateways/javelin.ts'
import { query } from './query.ts'

const answer: { current?: Answer } = {}
let server: Loopback
beforeAll(async () => {
  server = await startLoopback(answer)
})
afterAll(() => server.close())
beforeEach(() => configure({ gateway: javelin({ baseURL: server.url, apiKey: 'jv-secret-key' }) }))
afterEach(() => {
  configure(null)
  delete answer.current
  vi.unstubAllEnvs()
})

const BODY = { model: 'gpt-3.5-turbo', messages: [{ role: 'user', content: 'SANFRANCISCO is located in?' }] }

describe('query', () => {
  test('posts the body to the query endpoint of the configured Javelin gateway', async () => {
    answer.current = (response) => sendJSON(response, 200, { id: 'chatcmpl-1' })
    await expect(query('your route', BODY, { apiKey: 'sk-provider' })).resolves.toEqual({ id: 'chatcmpl-1' })
    const { method, url, headers, json } = server.last()
    expect([method, url, json]).toEqual(['POST', '/v1/query/your%20route', BODY])
    expect(headers).toMatchObject({
      'x-javelin-apikey': 'jv-secret-key',
      'x-javelin-model': 'gpt-3.5-turbo',
      authorization: 'Bearer sk-provider',
      'content-type': 'application/json',
    })
    expect(headers).not.toHaveProperty('x-javelin-provider')
  })

  test('never takes the provider key from the environment', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-of-the-environment')
    await query('r', BODY)
    expect(server.last().headers).not.toHaveProperty('authorization')
  })

  test('takes a Javelin route object, and names of configure({ routes })', async () => {
    await query(javelin({ baseURL: server.url, apiKey: 'k', route: 'object' }), BODY)
    expect(server.last().url).toBe('/v1/query/object')
    configure({ routes: { alias: javelin({ baseURL: server.url, apiKey: 'k', route: 'named' }) } })
    await query('alias', BODY)
    expect(server.last().url).toBe('/v1/query/named')
  })

  test.for([
    [{ messages: [] }, '/v1/chat/completions'],
    [{ input: 'text' }, '/v1/embeddings'],
    [{ prompt: 'Once' }, '/v1/completions'],
  ] as const)('posts %j to %s of any other gateway', async ([body, url]) => {
    await query(gateway({ baseURL: `${server.url}/v1` }), body)
    expect(server.last().url).toBe(url)
  })

  test('yields the parsed chunks of a stream, awaited or not', async () => {
    answer.current = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end('data: {"n":1}\n\ndata: {"n":2}\n\ndata: [DONE]\n\ndata: {"n":3}\n\n')
    }
    const seen: unknown[] = []
    for await (const chunk of query('r', { ...BODY, stream: true })) seen.push(chunk)
    for await (const chunk of await query('r', { ...BODY, stream: true })) seen.push(chunk)
    expect(seen).toEqual([{ n: 1 }, { n: 2 }, { n: 1 }, { n: 2 }])
  })

  test('leaving a stream early closes the connection', async () => {
    let closed: Promise<void> | undefined
    answer.current = (response) => {
      closed = new Promise((resolve) => void response.once('close', resolve))
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"n":1}\n\n')
    }
    for await (const chunk of query('r', { ...BODY, stream: true })) {
      expect(chunk).toEqual({ n: 1 })
      break
    }
    await closed
  })

  test('an error event in a stream throws', async () => {
    answer.current = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end('data: {"n":1}\n\ndata: {"error":{"message":"too much","code":"throttled"}}\n\n')
    }
    const stream = await query('r', { ...BODY, stream: true })
    const seen: unknown[] = []
    const reading = (async () => {
      for await (const chunk of stream) seen.push(chunk)
    })()
    await expect(reading).rejects.toMatchObject({ name: 'PatchbayRequestError', code: 'throttled' })
    expect(seen).toEqual([{ n: 1 }])
  })

  test('a failure throws with status, code and body, and without the keys', async () => {
    answer.current = (response) =>
      sendJSON(response, 401, { error: { code: '401', message: 'bad key jv-secret-key for sk-provider-1' } })
    const error: unknown = await query('r', BODY, { apiKey: 'sk-provider-1' }).catch(
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(PatchbayRequestError)
    expect(error).toMatchObject({
      status: 401,
      code: '401',
      body: { error: { code: '401', message: 'bad key [redacted] for [redacted]' } },
    })
    expect(JSON.stringify(error) + String(error)).not.toMatch(/jv-secret-key|sk-provider-1/)
  })

  test("a guardrail's rejection throws", async () => {
    answer.current = (response) =>
      sendJSON(response, 200, { error_code: 200, reject_prompt: 'Not about that.' })
    await expect(query('r', BODY)).rejects.toMatchObject({ status: 400, code: 'content_filter' })
  })

  test('a closed port throws without a status', async () => {
    const gone = await startLoopback()
    await gone.close()
    const route = javelin({ baseURL: gone.url, apiKey: 'k', route: 'r' })
    await expect(query(route, BODY)).rejects.toMatchObject({ status: undefined, code: 'connection_failed' })
  })

  test('the signal aborts', async () => {
    const controller = new AbortController()
    answer.current = () => controller.abort()
    await expect(query('r', BODY, { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' })
  })

  test('a route that is none is refused', async () => {
    configure(null)
    await expect(query('nowhere', BODY)).rejects.toBeInstanceOf(UnknownRouteError)
    await expect(query(undefined as never, BODY)).rejects.toBeInstanceOf(ConfigurationError)
    const route = javelin({ baseURL: server.url, apiKey: 'k', route: 'r' })
    const broken = query(route, BODY, { headers: { 'x-a': 'b\r\nc' } })
    await expect(broken).rejects.toBeInstanceOf(ConfigurationError)
  })
})
