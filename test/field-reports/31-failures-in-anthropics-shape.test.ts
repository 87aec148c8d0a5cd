// Report 31: a gateway's failure that is in Anthropic's shape already reaches an Anthropic client as it came, its own type and further members included (field report)
import Anthropic, { APIError } from '@anthropic-ai/sdk'
import { gateway, javelin, portkey, register } from '@patchbay/sdk'
import { createGatewayServer } from '@patchbay/testing'
import { describe, expect, it } from 'vitest'

const ROUTES = [
  ['gateway()', (url: string) => gateway({ baseURL: `${url}/v1`, apiKey: 'gateway-key-1234' })],
  ['javelin()', (url: string) => javelin({ baseURL: url, apiKey: 'gateway-key-1234' })],
  ['portkey()', (url: string) => portkey({ baseURL: url, apiKey: 'gateway-key-1234', provider: '@x' })],
] as const

const FAILURE = {
  type: 'error',
  error: {
    type: 'guardrail_error',
    message: 'The prompt was blocked.',
    code: 'pii',
    details: { policy: 'no-addresses' },
    blocked_by: ['rule-7'],
  },
  request_id: 'req_gateway_7',
  trace: { hops: 2 },
}

const messages = [{ role: 'user' as const, content: 'Hello' }]

describe.each(ROUTES)('report 31: failures in Anthropic’s shape on %s', (_name, route) => {
  it.each([false, true])('come as they are (streamed: %s)', async (stream) => {
    await using server = await createGatewayServer()
    server.enqueue({ status: 400, json: FAILURE })
    const client = register(new Anthropic({ apiKey: 'sk-ant', maxRetries: 0 }), route(server.url))
    const error: unknown = await client.messages
      .create({ model: 'claude', max_tokens: 9, messages, stream })
      .then(() => undefined)
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(APIError)
    expect(error).toMatchObject({ status: 400, error: FAILURE })
  })

  it('stay without the keys that they quote', async () => {
    await using server = await createGatewayServer()
    const quoted = { ...FAILURE, error: { ...FAILURE.error, message: 'No such key: gateway-key-1234' } }
    server.enqueue({ status: 401, json: quoted })
    const client = register(new Anthropic({ apiKey: 'sk-ant', maxRetries: 0 }), route(server.url))
    await expect(client.messages.create({ model: 'claude', max_tokens: 9, messages })).rejects.toMatchObject({
      status: 401,
      error: { error: { type: 'guardrail_error', message: 'No such key: [redacted]' } },
    })
  })
})
