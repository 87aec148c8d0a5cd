import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { createFetch } from '@patchbay/core'
import { APIConnectionError } from 'openai'
import { describe, expect, it } from 'vitest'

import { failureOf, setUpBedrock } from '../test-support/bedrock-client.ts'
import { bedrock } from './bedrock.ts'

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const messages = [{ role: 'user' as const, content: 'What is 12 + 30?' }]
const setup = setUpBedrock()
const { clientOf } = setup

describe('failures', () => {
  it.each([
    ['ValidationException', 400],
    ['AccessDeniedException', 403],
    ['ResourceNotFoundException', 404],
    ['ThrottlingException', 429],
    ['InternalServerException', 500],
    ['ServiceUnavailableException', 503],
  ])('keeps %s, whole and streamed', async (type, status) => {
    for (const stream of [false, true]) {
      setup.server.enqueue({ error: { type, message: 'Because.' } })
      const failure = await failureOf(clientOf().chat.completions.create({ model: MODEL, messages, stream }))
      expect(failure).toMatchObject({ status, code: type })
      expect(failure.message).toContain('Because.')
      expect(failure.requestID).toBeTruthy()
      expect(failure.headers?.get('retry-after')).toBeNull()
    }
  })

  it('quotes neither the bearer nor the token of a session that the service quotes', async () => {
    const token = 'IQoJb3JpZ2lu/session+token=='
    const bearer = 'bedrock-api-key-0123/45+6'
    const message = `'x-amz-security-token:${token}' ${encodeURIComponent(token)} Bearer ${bearer} is not valid`
    const credentials = {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'secret',
      sessionToken: token,
    }
    const server = createServer((_request, response) => {
      response.writeHead(403, {
        'content-type': 'application/json',
        'x-amzn-errortype': 'InvalidSignatureException',
      })
      response.end(JSON.stringify({ message }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const ask = async (given: object) => {
      const route = bedrock({ region: 'us-east-1', endpoint, ...given })
      const response = await createFetch(route)('https://api.openai.com/v1/chat/completions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: MODEL, messages }),
      })
      return ((await response.json()) as { error: { message: string } }).error.message
    }
    expect(await ask({ credentials })).toContain(
      `'x-amz-security-token:[redacted]' [redacted] Bearer ${bearer}`,
    )
    expect(await ask({ apiKey: bearer })).toContain('Bearer [redacted] is not valid')
    server.closeAllConnections()
    server.close()
  })

  it('reports an exception in mid-stream after what came before it', async () => {
    setup.server.enqueue({
      text: 'one two three four five six seven eight',
      stream: { exceptionAfter: { deltas: 2, type: 'throttlingException', message: 'Too many.' } },
    })
    const stream = await clientOf().chat.completions.create({ model: MODEL, messages, stream: true })
    let deltas = 0
    const reading = async () => {
      for await (const chunk of stream) if (chunk.choices[0]?.delta.content) deltas += 1
    }
    const failure = await failureOf(reading())
    expect(deltas).toBe(2)
    expect(failure).toMatchObject({ code: 'ThrottlingException', type: 'rate_limit_error' })
    expect(failure.error).toMatchObject({ status: 429, message: 'Too many.' })
  })

  it('ends the body with the client’s own error, where the client can make one', async () => {
    setup.server.enqueue({
      text: 'one two three',
      stream: { exceptionAfter: { deltas: 1, type: 'throttlingException' } },
    })
    const own = new Error('RateLimitError')
    const seen: unknown[] = []
    const route = bedrock({
      region: 'us-east-1',
      endpoint: setup.server.url,
      credentials: setup.server.credentials,
    })
    const body = { model: MODEL, messages, stream: true }
    const response = await route.serve({
      method: 'POST',
      url: new URL('https://api.openai.com/v1/chat/completions'),
      endpoint: '/chat/completions',
      deployment: undefined,
      headers: new Headers(),
      body: JSON.stringify(body),
      signal: undefined,
      init: {},
      client: {
        kind: 'openai',
        baseURL: 'https://api.openai.com/v1',
        fetch: globalThis.fetch,
        customFetch: false,
        statusError: (status, envelope, headers) => {
          seen.push([status, envelope.error['status'], headers.get('retry-after')])
          return own
        },
      },
      json: () => body,
    })
    let text = ''
    const reading = async () => {
      const decoder = new TextDecoder()
      for await (const bytes of response.body ?? []) text += decoder.decode(bytes)
    }
    await expect(reading()).rejects.toBe(own)
    expect(text).toContain('one two')
    expect(seen).toEqual([[429, 429, null]])
  })

  it('is an error when the stream ends early', async () => {
    const client = clientOf()
    for (const reply of [
      { text: 'one two three', stream: { closeWithoutMessageStop: true } },
      { text: 'one two three', stream: { errorFrameAfter: { deltas: 1, code: 'InternalFailure' } } },
    ]) {
      setup.server.enqueue(reply)
      const stream = await client.chat.completions.create({ model: MODEL, messages, stream: true })
      const reading = async () => {
        for await (const _ of stream) {
          // Read to the end.
        }
      }
      expect((await failureOf(reading())).error).toMatchObject({ type: 'server_error' })
    }
  })

  it('is a connection error when nothing answers, which the client retries', async () => {
    setup.server.enqueue({ disconnect: true })
    await expect(clientOf().chat.completions.create({ model: MODEL, messages })).rejects.toBeInstanceOf(
      APIConnectionError,
    )
    setup.server.enqueue({ disconnect: true })
    const answer = await clientOf({}, 1).chat.completions.create({ model: MODEL, messages })
    expect(answer.choices[0]?.message.content).toBe('12 + 30 is 42.')
  })

  it('says 401 when there are no credentials, once, and quotes no secret', async () => {
    const client = clientOf(
      {
        credentials: async () => {
          throw new Error('the password is hunter2')
        },
      },
      2,
    )
    const failure = await failureOf(client.chat.completions.create({ model: MODEL, messages }))
    expect(failure).toMatchObject({ status: 401, code: 'credentials_not_found' })
    expect(failure.message).toContain('`credentials`')
    expect(failure.message).not.toContain('hunter2')
    expect(setup.server.requests).toHaveLength(0)
  })

  it('lets the client try again when credentials ran out that can be renewed', async () => {
    let loads = 0
    const credentials = async () => {
      loads += 1
      return setup.server.credentials
    }
    const expired = { error: { type: 'ExpiredTokenException', status: 403 } }
    setup.server.enqueue(expired)
    const answer = await clientOf({ credentials }, 1).chat.completions.create({ model: MODEL, messages })
    expect(answer.choices[0]?.message.content).toBe('12 + 30 is 42.')
    expect(loads).toBe(2)
    setup.server.reset()
    setup.server.enqueue(expired)
    const failure = await failureOf(clientOf({}, 1).chat.completions.create({ model: MODEL, messages }))
    expect(failure.status).toBe(403)
    expect(setup.server.requests).toHaveLength(1)
  })

  it('says 404 for a model that nothing resolves, and what to do about it', async () => {
    const failure = await failureOf(
      clientOf({}, 2).chat.completions.create({ model: 'gpt-3.5-turbo', messages }),
    )
    expect(failure).toMatchObject({ status: 404, code: 'model_not_found', param: 'model' })
    expect(failure.message).toContain('models')
    expect(setup.server.requests).toHaveLength(0)
  })

  it('lists what it serves when asked for anything else', async () => {
    const failure = await failureOf(clientOf({}, 2).batches.list())
    expect(failure.status).toBe(404)
    expect(failure.message).toContain('POST /chat/completions')
  })

  it('tells an unknown operation from an answer', async () => {
    const body = JSON.stringify({
      Output: { __type: 'com.amazon.coral.service#UnknownOperationException' },
      Version: '1.0',
    })
    for (const stream of [false, true]) {
      setup.server.enqueue({ raw: { status: 200, headers: { 'content-type': 'application/json' }, body } })
      const failure = await failureOf(clientOf().chat.completions.create({ model: MODEL, messages, stream }))
      expect(failure).toMatchObject({ status: 404, code: 'UnknownOperationException' })
    }
  })
})
