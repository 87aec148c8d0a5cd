import { describe, expect, test } from 'vitest'

import { requestOf } from '../../test-support/requests.ts'
import type { FetchLike } from '../client-facts.ts'
import { bedrockAccessGateway } from './bedrock-access-gateway.ts'
import { gateway } from './gateway.ts'
import { answerJavelin } from './javelin-answer.ts'
import { javelin } from './javelin.ts'
import { portkey } from './portkey.ts'

const at = { baseURL: 'https://gw.example.com', apiKey: 'gateway-secret-key' }
const ROUTES = {
  javelin: javelin(at),
  portkey: portkey({ ...at, provider: '@bedrock' }),
  bag: bedrockAccessGateway(at),
  gateway: gateway(at),
}

function answering(response: Response): FetchLike {
  return () => Promise.resolve(response)
}

const json = (status: number, body: unknown, headers = {}): Response =>
  Response.json(body, { status, headers })

describe("failures have OpenAI's envelope", () => {
  test.for([
    [
      'javelin',
      json(401, { error: { code: '401', message: 'no key' } }),
      { message: 'no key', type: 'authentication_error', code: '401', param: null },
    ],
    [
      'portkey',
      json(500, { status: 'failure', message: 'odd' }, { 'x-portkey-gateway-exception': 'true' }),
      { message: 'odd', type: 'server_error', code: 'gateway_exception', param: null },
    ],
    [
      'portkey',
      json(400, { status: 'failure', message: 'x-portkey-config is invalid' }),
      { message: 'x-portkey-config is invalid', type: 'invalid_request_error', code: null, param: null },
    ],
    [
      'portkey',
      json(404, {
        error: { message: 'bedrock error: no', type: null, param: null, code: null },
        provider: 'bedrock',
      }),
      { message: 'bedrock error: no', type: 'not_found_error', code: null, param: null },
    ],
    [
      'bag',
      json(429, { detail: 'Too many' }),
      { message: 'Too many', type: 'rate_limit_error', code: null, param: null },
    ],
    [
      'bag',
      json(422, { detail: [{ loc: ['body', 'messages', 0, 'role'], msg: 'bad role', type: 'enum' }] }),
      {
        message: 'messages.0.role: bad role',
        type: 'invalid_request_error',
        code: null,
        param: 'messages.0.role',
      },
    ],
    [
      'bag',
      new Response('Invalid API Key', { status: 401, headers: { 'content-type': 'text/plain' } }),
      { message: 'Invalid API Key', type: 'authentication_error', code: null, param: null },
    ],
    [
      'gateway',
      new Response('<html>Bad gateway</html>', { status: 502, headers: { 'content-type': 'text/html' } }),
      {
        message: 'The gateway "gateway" answered with status 502.',
        type: 'server_error',
        code: null,
        param: null,
      },
    ],
    [
      'gateway',
      new Response(null, { status: 503 }),
      {
        message: 'The gateway "gateway" answered with status 503.',
        type: 'server_error',
        code: null,
        param: null,
      },
    ],
    [
      'gateway',
      json(400, { error: 'in words' }),
      { message: 'in words', type: 'invalid_request_error', code: null, param: null },
    ],
    [
      'gateway',
      json(400, { error: { message: 'm', type: 't', code: 'c', param: 'p' } }),
      { message: 'm', type: 't', code: 'c', param: 'p' },
    ],
  ] as const)('%s', async ([name, given, error]) => {
    const response = await ROUTES[name].serve(requestOf({ fetch: answering(given) }))
    expect(response.status).toBe(given.status)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toMatchObject({ error })
  })

  test('headers that steer retries and name the request stay', async () => {
    const headers = {
      'retry-after': '7',
      'x-request-id': 'r1',
      'x-should-retry': 'true',
      'content-encoding': 'gzip',
    }
    const given = json(429, { detail: 'slow' }, headers)
    const response = await ROUTES.bag.serve(requestOf({ fetch: answering(given) }))
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'retry-after': '7',
      'x-request-id': 'r1',
      'x-should-retry': 'true',
    })
    expect(response.headers.has('content-encoding')).toBe(false)
  })

  test('keys that a gateway quotes are taken out', async () => {
    const given = json(401, {
      error: { message: 'gateway-secret-key and sk-provider-key-0123456789 are wrong' },
    })
    const response = await ROUTES.javelin.serve(requestOf({ fetch: answering(given) }))
    expect(await response.json()).toMatchObject({ error: { message: '[redacted] and [redacted] are wrong' } })
  })

  test('fields beside the error stay', async () => {
    const given = json(446, { error: { message: 'blocked' }, hook_results: { before: [] } })
    const response = await ROUTES.portkey.serve(requestOf({ fetch: answering(given) }))
    expect(await response.json()).toMatchObject({
      error: { message: 'blocked' },
      hook_results: { before: [] },
    })
  })
})

describe("Javelin's guardrails", () => {
  test('a rejection quotes no key', async () => {
    const given = json(200, { error_code: 200, reject_prompt: 'No: sk-provider-key-0123456789 is a secret.' })
    const response = await ROUTES.javelin.serve(requestOf({ fetch: answering(given) }))
    expect(await response.json()).toMatchObject({ error: { message: 'No: [redacted] is a secret.' } })
  })

  test.for([
    [{ error_code: 200, reject_prompt: 'Not about that.' }, 400],
    [{ error: { error_code: 200, reject_prompt: 'Not about that.' } }, 400],
    [{ choices: [], reject_prompt: '' }, 200],
    [{ choices: [{ message: { content: 'the field "reject_prompt"' } }] }, 200],
  ] as const)('%j is a %i', async ([body, status]) => {
    const given = json(200, body, { 'x-request-id': 'r1' })
    const response = await ROUTES.javelin.serve(requestOf({ fetch: answering(given) }))
    expect(response.status).toBe(status)
    expect(response.headers.get('x-request-id')).toBe('r1')
    expect(await response.json()).toEqual(
      status === 200
        ? body
        : {
            error: {
              message: 'Not about that.',
              type: 'invalid_request_error',
              code: 'content_filter',
              param: null,
            },
          },
    )
  })

  test('a stream is handed on as it is', async () => {
    const given = new Response('data: "reject_prompt"\n\n', {
      headers: { 'content-type': 'text/event-stream' },
    })
    expect(await answerJavelin(given)).toBe(given)
    const served = await ROUTES.javelin.serve(requestOf({ fetch: answering(given) }))
    expect(served.headers.get('content-type')).toBe('text/event-stream')
    expect(await served.text()).toBe('data: "reject_prompt"\n\n')
  })
})
