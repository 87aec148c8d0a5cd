import assert from 'node:assert/strict'
import { register } from '@patchbay/openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { answerLikeOpenAI } from './support/openai-answers.ts'
import { assertUnreached, type RecordingServer, startServer, startTrap } from './support/recording-server.ts'
import { gatewayTo } from './support/test-routes.ts'
import { versions } from './support/versions.ts'

let trap: RecordingServer
let gateway: RecordingServer

beforeAll(async () => {
  trap = await startTrap()
  gateway = await startServer(answerLikeOpenAI)
})
afterAll(() => Promise.all([trap.close(), gateway.close()]))
afterEach(() => {
  assertUnreached(trap)
  for (const { headers } of gateway.received.splice(0)) {
    assert.equal(headers['x-test-route'], 'test-gateway')
    assert.equal(headers.authorization, undefined)
  }
})

const messages = [{ role: 'user' as const, content: 'hello there' }]
const weather = {
  type: 'function' as const,
  function: {
    name: 'weather',
    description: 'the weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
    parse: (text: string) => JSON.parse(text) as { city: string },
    function: ({ city }: { city: string }) => `rain in ${city}`,
  },
}

describe.each(versions)('$name on a gateway route', ({ OpenAI, major }) => {
  const create = () =>
    register(new OpenAI({ apiKey: 'sk-secret', baseURL: trap.baseURL }), gatewayTo(gateway.baseURL))

  it('completes a chat', async () => {
    const answer = await create().chat.completions.create({ model: 'm', messages })
    expect(answer.choices[0]?.message.content).toBe('echo hello there')
    expect(answer['_request_id']).toBe('req_1')
    expect(gateway.received[0]).toMatchObject({ method: 'POST', path: '/v1/chat/completions' })
  })

  it('streams a chat', async () => {
    const stream = await create().chat.completions.create({ model: 'm', messages, stream: true })
    let text = ''
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    expect(text).toBe('echo hello there ')
  })

  it('accumulates with .stream()', async () => {
    const client = create()
    const completions = major === 4 ? legacy(client).completions : client.chat.completions
    const stream = completions.stream({ model: 'm', messages })
    await expect(stream.finalContent()).resolves.toBe('echo hello there ')
  })

  it('parses structured output with .parse()', async () => {
    const client = create()
    const completions = major === 4 ? legacy(client).completions : client.chat.completions
    const schema = z.toJSONSchema(z.object({ answer: z.number() }))
    const parsed = await completions.parse({
      model: 'm',
      messages,
      response_format: Object.assign(
        { type: 'json_schema' as const, json_schema: { name: 'answer', strict: true, schema } },
        {
          $brand: 'auto-parseable-response-format',
          $parseRaw: (text: string) => JSON.parse(text) as unknown,
        },
      ),
    })
    expect(parsed.choices[0]?.message.parsed).toEqual({ answer: 42 })
  })

  it('runs tools', async () => {
    const client = create()
    const completions = major === 4 ? legacy(client).completions : client.chat.completions
    const runner = completions.runTools({ model: 'm', messages, tools: [weather] })
    await expect(runner.finalContent()).resolves.toBe('echo rain in Oslo')
    expect(gateway.received).toHaveLength(2)
  })

  it('embeds, in base64 by default', async () => {
    const answer = await create().embeddings.create({ model: 'm', input: 'x' })
    expect(JSON.parse(gateway.received[0]?.body ?? '')).toMatchObject({ encoding_format: 'base64' })
    expect([...(answer.data[0]?.embedding ?? [])]).toEqual([0.5, -1, 2])
  })

  it('lists models', async () => {
    const ids: string[] = []
    for await (const model of create().models.list()) ids.push(model.id)
    expect(ids).toEqual(['m'])
    expect(gateway.received[0]).toMatchObject({ method: 'GET', path: '/v1/models', body: '' })
  })

  it('uploads a file', async () => {
    const file = new File(['the text of the file'], 'notes.txt', { type: 'text/plain' })
    await expect(create().files.create({ file, purpose: 'assistants' })).resolves.toMatchObject({
      id: 'file-1',
    })
    const { headers, body } = gateway.received[0] ?? {}
    expect(headers?.['content-type']).toMatch(/^multipart\/form-data; ?boundary=/)
    expect(body).toContain('the text of the file')
    expect(body).toContain('notes.txt')
  })

  it('posts to any path, with a query', async () => {
    await expect(create().post('/anything', { body: { a: 1 }, query: { b: '2' } })).resolves.toMatchObject({
      path: '/v1/anything?b=2',
    })
    expect(JSON.parse(gateway.received[0]?.body ?? '')).toEqual({ a: 1 })
  })

  it('keeps asResponse() and withResponse()', async () => {
    const client = create()
    const response = await client.chat.completions.create({ model: 'm', messages }).asResponse()
    expect(response.headers.get('x-request-id')).toBe('req_1')
    const { data, request_id } = await client.chat.completions.create({ model: 'm', messages }).withResponse()
    expect([data.id, request_id]).toEqual(['chatcmpl-1', 'req_1'])
  })

  it('sends per-request headers and leaves out the length of the old body', async () => {
    const client = create()
    await client.chat.completions.create({ model: 'm', messages }, { headers: { 'x-mine': 'yes' } })
    expect(gateway.received[0]?.headers).toMatchObject({
      'x-mine': 'yes',
      host: new URL(gateway.baseURL).host,
    })
  })

  it('routes absolute URLs of any origin', async () => {
    await create().post('https://eu.api.openai.com/v1/elsewhere', { body: {} })
    expect(gateway.received[0]?.path).toBe('/v1/elsewhere')
  })
})

/** openai 4 keeps its helpers under `beta`. */
function legacy<T extends { chat: { completions: unknown } }>(client: T): T['chat'] {
  return (client as unknown as { beta: { chat: T['chat'] } }).beta.chat
}
