import { createFetch, type Warning } from '@patchbay/core'
import { createBedrockServer, createGate, TEST_BEARER_TOKEN, type BedrockServer } from '@patchbay/testing'
import OpenAI, { APIConnectionError, APIError } from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { bedrock } from './bedrock.ts'
import type { BedrockOptions } from './bedrock/options.ts'

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const messages = [{ role: 'user' as const, content: 'What is 12 + 30?' }]
let server: BedrockServer

beforeAll(async () => {
  server = await createBedrockServer()
})
beforeEach(() => server.reset())
afterAll(() => server.close())

/** A client whose traffic takes a `bedrock()` route to the test server. */
function clientOf(options: BedrockOptions = {}, retries = 0): OpenAI {
  const route = bedrock({
    region: 'us-east-1',
    endpoint: server.url,
    credentials: server.credentials,
    ...options,
  })
  return new OpenAI({ apiKey: 'sk-caller', maxRetries: retries, fetch: createFetch(route) })
}

async function failureOf(promise: Promise<unknown>): Promise<APIError> {
  const failure = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(failure).toBeInstanceOf(APIError)
  return failure as APIError
}

describe('chat completions', () => {
  it('answers over one signed request, without anything of the caller’s', async () => {
    const { data, response } = await clientOf()
      .chat.completions.create({ model: MODEL, messages })
      .withResponse()
    expect(data.choices[0]?.message.content).toBe('12 + 30 is 42.')
    expect(data.model).toBe(MODEL)
    expect(response.headers.get('x-request-id')).toBeTruthy()
    expect(server.requests).toHaveLength(1)
    const [request] = server.requests
    expect(request).toMatchObject({
      operation: 'Converse',
      modelId: MODEL,
      authentication: { kind: 'sigv4' },
    })
    expect(JSON.stringify(request)).not.toContain('sk-caller')
  })

  it('streams, ends with [DONE], and gives usage when asked', async () => {
    const stream = await clientOf().chat.completions.create({
      model: MODEL,
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    let text = ''
    let total: number | undefined
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      total = chunk.usage?.total_tokens ?? total
    }
    expect(text).toBe('12 + 30 is 42.')
    expect(total).toBeGreaterThan(0)
    const raw = await clientOf()
      .chat.completions.create({ model: MODEL, messages, stream: true })
      .asResponse()
    expect(await raw.text()).toMatch(/\n\ndata: \[DONE\]\n\n$/)
  })

  it('uses one connection for one stream after the other', async () => {
    const client = clientOf()
    const before = server.connectionCount
    for (let call = 0; call < 4; call += 1) {
      for await (const _ of await client.chat.completions.create({ model: MODEL, messages, stream: true })) {
        // Read to the end.
      }
    }
    expect(server.connectionCount - before).toBeLessThanOrEqual(1)
  })

  it('signs temporary credentials, and sends a bearer token where one is given', async () => {
    await clientOf({ apiKey: TEST_BEARER_TOKEN }).chat.completions.create({ model: MODEL, messages })
    await clientOf({ apiKey: async () => TEST_BEARER_TOKEN }).chat.completions.create({
      model: MODEL,
      messages,
    })
    expect(server.requests.map(({ authentication }) => authentication)).toMatchObject([
      { kind: 'bearer' },
      { kind: 'bearer' },
    ])
  })

  it('takes an ARN, one path segment on the wire', async () => {
    const arn = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0'
    await clientOf().chat.completions.create({ model: arn, messages })
    expect(server.requests[0]).toMatchObject({ modelId: arn })
  })

  it('serves 200 calls on two routes at the same time without mixing them up', async () => {
    server.reply((request) => ({ text: `${request.authentication.kind} ${JSON.stringify(request.json)}` }))
    const clients = [clientOf(), clientOf({ apiKey: TEST_BEARER_TOKEN })]
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const content = `call number ${index}.`
        const stream = index % 3 === 0
        const client = clients[index % 2] as OpenAI
        const request = { model: MODEL, messages: [{ role: 'user' as const, content }] }
        if (!stream) return (await client.chat.completions.create(request)).choices[0]?.message.content
        let text = ''
        for await (const chunk of await client.chat.completions.create({ ...request, stream: true })) {
          text += chunk.choices[0]?.delta.content ?? ''
        }
        return text
      }),
    )
    for (const [index, answer] of answers.entries()) {
      expect(answer).toContain(`"call number ${index}."`)
      expect(answer).toContain(index % 2 === 0 ? 'sigv4' : 'bearer')
    }
  })
})

describe('several choices', () => {
  it('makes one call for each, and merges them', async () => {
    server.enqueue({ text: 'one' }, { text: 'two' }, { text: 'three' })
    const answer = await clientOf().chat.completions.create({ model: MODEL, messages, n: 3 })
    expect(answer.choices.map(({ index }) => index)).toEqual([0, 1, 2])
    expect(new Set(answer.choices.map(({ message }) => message.content))).toEqual(
      new Set(['one', 'two', 'three']),
    )
    const single = await clientOf().chat.completions.create({ model: MODEL, messages })
    expect(answer.usage?.prompt_tokens).toBe((single.usage?.prompt_tokens ?? 0) * 3)
  })

  it('streams them side by side, with one usage at the end', async () => {
    const stream = await clientOf().chat.completions.create({
      model: MODEL,
      messages,
      n: 2,
      stream: true,
      stream_options: { include_usage: true },
    })
    const texts = ['', '']
    const usages: number[] = []
    for await (const chunk of stream) {
      for (const { index, delta } of chunk.choices) texts[index] += delta.content ?? ''
      if (chunk.usage) usages.push(chunk.usage.completion_tokens)
    }
    expect(texts).toEqual(['12 + 30 is 42.', '12 + 30 is 42.'])
    expect(usages).toHaveLength(1)
  })

  it('gives up the others when one is refused', async () => {
    const gate = createGate()
    server.enqueue({ error: { type: 'AccessDeniedException' } }, { text: 'late', hold: gate.opened })
    const failure = await failureOf(clientOf().chat.completions.create({ model: MODEL, messages, n: 2 }))
    expect(failure.status).toBe(403)
    gate.open()
  })
})

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
      server.enqueue({ error: { type, message: 'Because.' } })
      const failure = await failureOf(clientOf().chat.completions.create({ model: MODEL, messages, stream }))
      expect(failure).toMatchObject({ status, code: type })
      expect(failure.message).toContain('Because.')
      expect(failure.requestID).toBeTruthy()
      expect(failure.headers?.get('retry-after') ?? undefined).toBe(status === 429 ? '1' : undefined)
    }
  })

  it('reports an exception in mid-stream after what came before it', async () => {
    server.enqueue({
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
    server.enqueue({
      text: 'one two three',
      stream: { exceptionAfter: { deltas: 1, type: 'throttlingException' } },
    })
    const own = new Error('RateLimitError')
    const seen: unknown[] = []
    const route = bedrock({ region: 'us-east-1', endpoint: server.url, credentials: server.credentials })
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
    expect(seen).toEqual([[429, 429, '1']])
  })

  it('is an error when the stream ends early', async () => {
    const client = clientOf()
    for (const reply of [
      { text: 'one two three', stream: { closeWithoutMessageStop: true } },
      { text: 'one two three', stream: { errorFrameAfter: { deltas: 1, code: 'InternalFailure' } } },
    ]) {
      server.enqueue(reply)
      const stream = await client.chat.completions.create({ model: MODEL, messages, stream: true })
      const reading = async () => {
        for await (const _ of stream) {
          // Read to the end.
        }
      }
      expect((await failureOf(reading())).error).toMatchObject({ type: 'server_error' })
    }
  })

  it('is a connection error when nobody answers, which the client retries', async () => {
    server.enqueue({ disconnect: true })
    await expect(clientOf().chat.completions.create({ model: MODEL, messages })).rejects.toBeInstanceOf(
      APIConnectionError,
    )
    server.enqueue({ disconnect: true })
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
    expect(server.requests).toHaveLength(0)
  })

  it('says 404 for a model that nothing resolves, and what to do about it', async () => {
    const failure = await failureOf(
      clientOf({}, 2).chat.completions.create({ model: 'gpt-3.5-turbo', messages }),
    )
    expect(failure).toMatchObject({ status: 404, code: 'model_not_found', param: 'model' })
    expect(failure.message).toContain('models')
    expect(server.requests).toHaveLength(0)
  })

  it('lists what it serves when asked for anything else', async () => {
    const failure = await failureOf(clientOf({}, 2).images.generate({ prompt: 'x' }))
    expect(failure.status).toBe(404)
    expect(failure.message).toContain('POST /chat/completions')
  })

  it('tells an unknown operation from an answer', async () => {
    const body = JSON.stringify({
      Output: { __type: 'com.amazon.coral.service#UnknownOperationException' },
      Version: '1.0',
    })
    for (const stream of [false, true]) {
      server.enqueue({ raw: { status: 200, headers: { 'content-type': 'application/json' }, body } })
      const failure = await failureOf(clientOf().chat.completions.create({ model: MODEL, messages, stream }))
      expect(failure).toMatchObject({ status: 404, code: 'UnknownOperationException' })
    }
  })
})

describe('giving up', () => {
  it('closes the upstream connection when the caller aborts or leaves the loop', async () => {
    for (const leave of ['break', 'abort'] as const) {
      const gate = createGate()
      server.enqueue({ text: 'one two three four', stream: { gates: [{ event: 2, until: gate.opened }] } })
      const controller = new AbortController()
      const stream = await clientOf().chat.completions.create(
        { model: MODEL, messages, stream: true },
        { signal: controller.signal },
      )
      for await (const chunk of stream) {
        if (!chunk.choices[0]?.delta.content) continue
        if (leave === 'break') break
        controller.abort()
      }
      const request = await server.waitForRequest()
      await request.closed
      expect(request.aborted).toBe(true)
      gate.open()
      server.reset()
    }
  })
})

describe('warnings', () => {
  it('go to the handler and into a header, or refuse the request', async () => {
    const seen: Warning[] = []
    const { response } = await clientOf({ onWarning: (warning) => seen.push(warning) })
      .chat.completions.create({ model: MODEL, messages, seed: 7 })
      .withResponse()
    expect(seen.map(({ field }) => field)).toEqual(['seed'])
    expect(JSON.parse(response.headers.get('x-patchbay-warnings') ?? '')).toEqual(seen)
    const failure = await failureOf(
      clientOf({ strict: true }).chat.completions.create({ model: MODEL, messages, seed: 7 }),
    )
    expect(failure).toMatchObject({ status: 400, param: 'seed' })
  })
})

describe('models', () => {
  it('come from the route, the table, a shipped name, or the default', async () => {
    const nova = 'us.amazon.nova-lite-v1:0'
    const cases: [BedrockOptions, string, string][] = [
      [{ model: nova }, 'gpt-4o', nova],
      [{ models: { 'gpt-4o': nova } }, 'gpt-4o', nova],
      [{ models: { 'gpt-4o': { id: nova, family: 'nova' } } }, 'gpt-4o', nova],
      [{ models: { 'gpt-4o': 'Nova-Lite' } }, 'gpt-4o', nova],
      [{ defaultModel: nova }, 'gpt-3.5-turbo', nova],
      [{}, 'Claude-4-5-Sonnet', MODEL],
      [{}, `@bedrock/${nova}`, nova],
    ]
    for (const [options, model, expected] of cases) {
      await clientOf(options).chat.completions.create({ model, messages })
      expect(server.requests.at(-1)).toMatchObject({ modelId: expected })
    }
  })

  it('are listed, and found by every name', async () => {
    const client = clientOf({ models: { 'gpt-4o': 'us.amazon.nova-lite-v1:0' } })
    const { data } = await client.models.list()
    const ids = data.map(({ id }) => id)
    const profile = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6'
    expect(ids).toEqual(
      expect.arrayContaining(['amazon.nova-lite-v1:0', 'us.amazon.nova-lite-v1:0', profile]),
    )
    expect(data.find(({ id }) => id === profile)?.owned_by).toBe('anthropic')
    const before = server.requests.length
    for (const name of [
      'gpt-4o',
      'us.amazon.nova-lite-v1:0',
      'Nova-Lite',
      '@bedrock/amazon.nova-lite-v1:0',
      profile,
    ]) {
      expect(await client.models.retrieve(name)).toMatchObject({ id: name, object: 'model' })
    }
    expect(server.requests).toHaveLength(before)
    const failure = await failureOf(client.models.retrieve('gpt-3.5-turbo'))
    expect(failure).toMatchObject({ status: 404, code: 'model_not_found' })
  })

  it('asks once which model an application inference profile stands for', async () => {
    const profile = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6'
    const seen: Warning[] = []
    const client = clientOf({ onWarning: (warning) => seen.push(warning) })
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        client.chat.completions.create({ model: profile, messages, reasoning_effort: 'high' }),
      ),
    )
    expect(answers.map(({ model }) => model)).toEqual([profile, profile, profile])
    const lookUps = server.requests.filter(({ path }) => path.startsWith('/inference-profiles/'))
    expect(lookUps).toHaveLength(1)
    // Claude 3 Haiku does not reason: only who knows the model behind the profile can say so.
    expect(seen.map(({ field }) => field)).toContain('reasoning_effort')
  })

  it('warns when the model behind a profile cannot be found out, and serves the request', async () => {
    const profile = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/unknown00000'
    server.enqueue({ error: { type: 'AccessDeniedException' } }, { text: 'hello' })
    const { response } = await clientOf().chat.completions.create({ model: profile, messages }).withResponse()
    expect(response.headers.get('x-patchbay-warnings')).toContain('unknown_model_family')
    server.reset()
    const declared = clientOf({ models: { team: { id: profile, family: 'claude' } } })
    server.enqueue({ text: 'hello' })
    await declared.chat.completions.create({ model: 'team', messages })
    expect(server.requests).toHaveLength(1)
  })

  it('refuses an imported model by name', async () => {
    const model = 'arn:aws:bedrock:us-east-1:123456789012:imported-model/abc'
    const failure = await failureOf(clientOf().chat.completions.create({ model, messages }))
    expect(failure).toMatchObject({ status: 400, param: 'model' })
    expect(failure.message).toContain('imported model')
  })
})

describe('remote images', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const asking = (url: string) => ({
    model: MODEL,
    messages: [
      {
        role: 'user' as const,
        content: [
          { type: 'text' as const, text: 'What is it?' },
          { type: 'image_url' as const, image_url: { url } },
        ],
      },
    ],
  })

  it('are fetched by the caller’s function, and sent as bytes', async () => {
    const fetch = async () => new Response(png, { headers: { 'content-type': 'image/png' } })
    await clientOf({ images: { fetch } }).chat.completions.create(asking('https://example.com/a.png'))
    expect(JSON.stringify(server.requests[0]?.json)).toContain(png.toString('base64'))
  })

  it('are refused from this machine, and where fetching is off', async () => {
    for (const [options, url] of [
      [{}, `${server.url.replace('http:', 'https:')}/a.png`],
      [{}, `${server.url}/a.png`],
      [{ images: { fetch: false } }, 'https://example.com/a.png'],
    ] as const) {
      const failure = await failureOf(clientOf(options).chat.completions.create(asking(url)))
      expect(failure).toMatchObject({ status: 400, code: 'invalid_file_url' })
    }
    expect(server.requests).toHaveLength(0)
  })
})
