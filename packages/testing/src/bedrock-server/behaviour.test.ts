import { Agent, request } from 'node:http'

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createGate } from '../exchange/gate.ts'
import { decodeEventStream } from './event-stream.ts'
import { signReasoning } from './reasoning-signature.ts'
import { createBedrockServer, type BedrockServer } from './server.ts'
import { validateShape } from './validate-shape.ts'

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const hello = { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }
const weatherTool = {
  tools: [
    {
      toolSpec: {
        name: 'get_weather',
        inputSchema: {
          json: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
        },
      },
    },
  ],
}

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer({ auth: 'none' })
})
beforeEach(() => server.reset())
afterAll(() => server.close())

const post = (path: string, body: unknown, init: RequestInit = {}) =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
    ...init,
  })
/** One request on an agent's connection, its answer read to the end. */
const sendWith = (agent: Agent, body: unknown) =>
  new Promise((resolve, reject) => {
    const sending = request(`${server.url}${pathOf('converse')}`, { agent, method: 'POST' }, (response) =>
      response.resume().once('end', resolve),
    )
    sending.once('error', reject).end(JSON.stringify(body))
  })
const pathOf = (operation: string, model = MODEL) => `/model/${encodeURIComponent(model)}/${operation}`
const converse = async (body: unknown, model = MODEL) => (await post(pathOf('converse', model), body)).json()
const stream = async (body: unknown = hello) => {
  const response = await post(pathOf('converse-stream'), body)
  return decodeEventStream(new Uint8Array(await response.arrayBuffer()))
}
const types = (frames: Awaited<ReturnType<typeof stream>>) =>
  frames.map(({ headers }) => headers[':event-type'] ?? headers[':exception-type'] ?? headers[':error-code'])

describe('replies', () => {
  it('calls tools, and streams the call in pieces', async () => {
    const asked = {
      messages: [{ role: 'user', content: [{ text: 'Weather in Paris?' }] }],
      toolConfig: weatherTool,
    }
    const whole = await converse(asked)
    expect(whole).toMatchObject({ stopReason: 'tool_use' })
    const frames = await stream(asked)
    const payloads = frames.map(({ payload }) => JSON.parse(Buffer.from(payload).toString()))
    const json = payloads.map((payload) => payload.delta?.toolUse?.input ?? '').join('')
    expect(JSON.parse(json)).toEqual({ city: 'Paris' })
    expect(types(frames)).toContain('contentBlockStart')
  })

  it('says only what the service model allows', async () => {
    const thinking = { thinking: { type: 'enabled', budget_tokens: 1024 } }
    for (const body of [
      hello,
      { ...hello, additionalModelRequestFields: thinking },
      { ...hello, serviceTier: { type: 'flex' } },
    ]) {
      expect(validateShape('ConverseResponse', await converse(body))).toBeUndefined()
    }
    for (const { headers, payload } of await stream({ ...hello, additionalModelRequestFields: thinking })) {
      const { p, ...event } = JSON.parse(Buffer.from(payload).toString())
      expect(p).toMatch(/^[a-zA-Z0-9]+$/)
      expect(validateShape('ConverseStreamOutput', { [headers[':event-type'] ?? '']: event })).toBeUndefined()
    }
  })

  it('signs its reasoning', async () => {
    const { output } = await converse({
      ...hello,
      additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 1024 } },
    })
    const { text, signature } = output.message.content[0].reasoningContent.reasoningText
    expect(signature).toBe(signReasoning(text))
  })

  it('redacts its reasoning when asked to', async () => {
    const messages = [
      { role: 'user', content: [{ text: 'ANTHROPIC_MAGIC_STRING_TRIGGER_REDACTED_THINKING_46C9' }] },
    ]
    const body = {
      messages,
      additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 1024 } },
    }
    const { output } = await converse(body)
    expect(output.message.content[0].reasoningContent.redactedContent).toMatch(/^[A-Za-z0-9+/]+=*$/)
    const next = [...messages, output.message, ...hello.messages]
    expect((await post(pathOf('converse'), { ...body, messages: next })).status).toBe(200)
  })

  it('describes a picture by its format and size', async () => {
    const bytes = Buffer.from('89504e470d0a1a0a0000000d494844520000000300000002', 'hex').toString('base64')
    const image = { format: 'png', source: { bytes } }
    const { output } = await converse({
      messages: [{ role: 'user', content: [{ text: 'What is this?' }, { image }] }],
    })
    expect(output.message.content[0].text).toBe('You sent a png picture of 3 × 2 pixels (24 bytes).')
  })

  it.each([
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', { thinking: { type: 'enabled', budget_tokens: 1024 } }],
    ['us.anthropic.claude-opus-4-7', { thinking: { type: 'adaptive' } }],
    ['us.openai.gpt-6-sol', { reasoning: { effort: 'high' } }],
    ['us.xai.grok-4.7', { reasoning: { effort: 'high' } }],
    ['us.meta.llama3-2-11b-instruct-v1:0', {}],
    ['mistral.mistral-large-2407-v1:0', {}],
    ['openai.gpt-oss-120b-1:0', { reasoning_effort: 'high' }],
    ['cohere.command-r-plus-v1:0', {}],
  ])('takes back what it said, tool calls and reasoning: %s', async (model, additionalModelRequestFields) => {
    const question = { role: 'user', content: [{ text: 'Weather in Paris and Rome?' }] }
    const body = { messages: [question], toolConfig: weatherTool, additionalModelRequestFields }
    const { output, stopReason } = await converse(body, model)
    expect(stopReason).toBe('tool_use')
    const content: { toolUse?: { toolUseId: string } }[] = output.message.content
    const results = content.flatMap(({ toolUse }) =>
      toolUse ? [{ toolResult: { toolUseId: toolUse.toolUseId, content: [{ text: 'sunny' }] } }] : [],
    )
    expect(results).toHaveLength(2)
    const messages = [question, output.message, { role: 'user', content: results }]
    expect(await converse({ ...body, messages }, model)).toMatchObject({ stopReason: 'end_turn' })
  })

  it('takes no reasoning back that the model does not, nor that of another family', async () => {
    const question = { role: 'user', content: [{ text: 'What is 12 + 30?' }] }
    const thinking = { thinking: { type: 'enabled', budget_tokens: 1024 } }
    const effort = { reasoning: { effort: 'high' } }
    const asked = [
      [
        'us.amazon.nova-2-lite-v1:0',
        { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } },
        /doesn't support the reasoningContent\.re/,
      ],
      [
        'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
        thinking,
        /Invalid `(?:signature|data)`|signature: Field/,
      ],
      ['us.openai.gpt-6-sol', effort, /could not be verified|reasoningText is not supported/],
      ['us.xai.grok-4.7', effort, /could not be verified|reasoningText is not supported/],
      ['us.moonshotai.kimi-k3', effort, /doesn't support the reasoningContent\.re/],
    ] as const
    for (const [from, fields] of asked) {
      const body = { messages: [question], additionalModelRequestFields: fields }
      const { output } = await converse(body, from)
      expect(output.message.content[0].reasoningContent).toBeDefined()
      const messages = [question, output.message, question]
      for (const [to, other, refusal] of asked) {
        // Plain text without a signature is taken by all that show theirs so.
        if (to === from || (/kimi|nova/.test(to) && /kimi|nova/.test(from))) continue
        const { message } = await converse({ messages, additionalModelRequestFields: other }, to)
        expect(message, `${from} to ${to}`).toMatch(refusal)
      }
    }
  })

  it('answers in JSON that fits the schema', async () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    }
    const outputConfig = {
      textFormat: { type: 'json_schema', structure: { jsonSchema: { schema: JSON.stringify(schema) } } },
    }
    const { output } = await converse({
      messages: [{ role: 'user', content: [{ text: 'A walk in Rome' }] }],
      outputConfig,
    })
    expect(JSON.parse(output.message.content[0].text)).toEqual({ city: 'Rome' })
  })

  it('counts cached tokens: written once, then read', async () => {
    const body = {
      ...hello,
      system: [{ text: 'Long and stable. '.repeat(50) }, { cachePoint: { type: 'default' } }],
    }
    const first = (await converse(body)).usage
    const second = (await converse(body)).usage
    expect(first).toMatchObject({ cacheReadInputTokens: 0, cacheWriteInputTokens: 213 })
    expect(second).toMatchObject({
      cacheReadInputTokens: 213,
      cacheWriteInputTokens: 0,
      inputTokens: first.inputTokens,
    })
  })

  it('takes scripts in order, then the standing one', async () => {
    server.reply(({ modelId }) => ({ text: `from ${modelId}` }))
    server.enqueue({ text: 'first' }, { error: { type: 'ThrottlingException', retryAfter: 3 } })
    expect((await converse(hello)).output.message.content).toEqual([{ text: 'first' }])
    const throttled = await post(pathOf('converse'), hello)
    expect([
      throttled.status,
      throttled.headers.get('x-amzn-errortype'),
      throttled.headers.get('retry-after'),
    ]).toEqual([429, 'ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/', '3'])
    expect((await converse(hello)).output.message.content).toEqual([{ text: `from ${MODEL}` }])
    expect(server.pendingReplies).toBe(0)
  })

  it('keeps a script for a request that it takes: refusals use none up', async () => {
    server.enqueue({ text: 'kept' })
    expect((await post(pathOf('converse'), { messages: [] })).status).toBe(400)
    expect(server.pendingReplies).toBe(1)
  })
})

describe('streams', () => {
  it('break where they are told to', async () => {
    server.enqueue(
      {
        text: 'abcdef',
        stream: { deltaSize: 1, exceptionAfter: { deltas: 2, type: 'throttlingException' } },
      },
      { text: 'abcdef', stream: { deltaSize: 1, errorFrameAfter: { event: 1, code: 'Boom' } } },
      { text: 'abcdef', stream: { closeWithoutMessageStop: true } },
    )
    expect(types(await stream())).toEqual([
      'messageStart',
      'contentBlockDelta',
      'contentBlockDelta',
      'throttlingException',
    ])
    expect(types(await stream())).toEqual(['messageStart', 'Boom'])
    expect(types(await stream())).toEqual(['messageStart', 'contentBlockDelta', 'contentBlockStop'])
  })

  it('are the same bytes however they are cut', async () => {
    const whole = await (await post(pathOf('converse-stream'), hello)).arrayBuffer()
    for (const chunkSize of [1, 7, 100]) {
      server.enqueue({ stream: { chunkSize } })
      const cut = await (await post(pathOf('converse-stream'), hello)).arrayBuffer()
      expect(Buffer.from(cut).equals(Buffer.from(whole))).toBe(true)
    }
  })

  it('truncate: broken, or ended properly in mid-frame', async () => {
    server.enqueue({ stream: { truncateAfterBytes: 50 } }, { stream: { endAfterBytes: 50 } })
    await expect((await post(pathOf('converse-stream'), hello)).arrayBuffer()).rejects.toThrow('terminated')
    expect((await (await post(pathOf('converse-stream'), hello)).arrayBuffer()).byteLength).toBe(50)
  })

  it('wait at gates', async () => {
    const gate = createGate()
    server.enqueue({ stream: { gates: [{ event: 1, until: gate.opened }] } })
    const response = await post(pathOf('converse-stream'), hello)
    const reader = response.body?.getReader()
    const first = await reader?.read()
    expect(types(decodeEventStream(first?.value ?? new Uint8Array()))).toEqual(['messageStart'])
    gate.open()
    const rest: Uint8Array[] = []
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      rest.push(part.value)
    expect(types(decodeEventStream(Buffer.concat(rest))).at(-1)).toBe('metadata')
  })

  it('notice when the caller leaves', async () => {
    server.enqueue({ stream: { gates: [{ event: 1, until: createGate().opened }] } })
    const leaving = new AbortController()
    await post(pathOf('converse-stream'), hello, { signal: leaving.signal })
    const received = await server.waitForRequest()
    leaving.abort()
    await expect(received.closed).resolves.toEqual({ aborted: true })
    expect(received.aborted).toBe(true)
  })
})

describe('the record', () => {
  it('holds raw bytes, the connection, and who was refused', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    await sendWith(agent, hello)
    await sendWith(agent, hello)
    agent.destroy()
    const [first, second] = server.requests
    expect(Buffer.from(first?.body ?? []).toString()).toBe(JSON.stringify(hello))
    expect(first?.connection).toBe(second?.connection)
    expect(first).toMatchObject({ aborted: false, path: pathOf('converse'), modelId: MODEL, json: hello })
    await using strict = await createBedrockServer()
    const refused = await fetch(`${strict.url}${pathOf('converse')}`, { method: 'POST', body: '{}' })
    expect([refused.status, refused.headers.get('x-amzn-errortype')]).toEqual([
      403,
      'MissingAuthenticationTokenException:http://internal.amazon.com/coral/com.amazon.coral.service/',
    ])
    expect(strict.requests[0]?.authentication).toEqual({
      kind: 'refused',
      reason: 'Missing Authentication Token',
    })
    expect(strict.requests[0]?.requestId).toBe(refused.headers.get('x-amzn-requestid'))
  })
})

describe('other operations', () => {
  it('answers an unencoded ARN with 200 and an unknown operation', async () => {
    const response = await post(
      '/model/arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.x.y/converse',
      hello,
    )
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      Output: { __type: 'com.amazon.coral.service#UnknownOperationException' },
      Version: '1.0',
    })
  })

  it('counts tokens, and applies guardrails as scripted', async () => {
    expect(
      await (
        await post(pathOf('count-tokens', 'anthropic.claude-3-haiku-20240307-v1:0'), {
          input: { converse: hello },
        })
      ).json(),
    ).toEqual({ inputTokens: 2 })
    const guardrail = '/guardrail/abc/version/1/apply'
    const body = { source: 'INPUT', content: [{ text: { text: 'Hello' } }] }
    expect(await (await post(guardrail, body)).json()).toMatchObject({ action: 'NONE' })
    server.enqueue({ body: { action: 'GUARDRAIL_INTERVENED' } })
    expect(await (await post(guardrail, body)).json()).toEqual({ action: 'GUARDRAIL_INTERVENED' })
  })

  it.each([
    ['amazon.titan-embed-text-v1', { inputText: 'a' }, 1536],
    ['amazon.titan-embed-text-v2:0', { inputText: 'a', dimensions: 256 }, 256],
    ['cohere.embed-english-v3', { texts: ['a'], input_type: 'search_query' }, 1024],
  ])('embeds with %s', async (model, body, dimensions) => {
    const answer = await (await post(pathOf('invoke', model), body)).json()
    const vector: number[] = answer.embedding ?? answer.embeddings[0]
    expect(vector).toHaveLength(dimensions)
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
  })

  it('serves the native APIs of Claude and Nova, whole and in chunks', async () => {
    const native = {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 100,
      messages: [{ role: 'user', content: 'What is 2 + 2?' }],
    }
    const whole = await (await post(pathOf('invoke'), native)).json()
    expect(whole.content).toEqual([{ type: 'text', text: '2 + 2 is 4.' }])
    const response = await post(pathOf('invoke-with-response-stream'), native)
    const chunks = decodeEventStream(new Uint8Array(await response.arrayBuffer())).map(({ payload }) =>
      JSON.parse(Buffer.from(JSON.parse(Buffer.from(payload).toString()).bytes, 'base64').toString()),
    )
    expect(chunks.map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ])
    const missing = await post(pathOf('invoke'), { ...native, max_tokens: undefined })
    expect([missing.status, await missing.json()]).toEqual([400, { message: 'max_tokens: Field required' }])
    const nova = await (await post(pathOf('invoke', 'us.amazon.nova-lite-v1:0'), hello)).json()
    expect(nova.output.message.content).toEqual([{ text: 'Hello! How can I help you today?' }])
  })

  it('pages through inference profiles, and finds one by its ARN', async () => {
    const ids: string[] = []
    let token: string | undefined = ''
    while (token !== undefined) {
      const query = new URLSearchParams({ maxResults: '2', ...(token !== '' && { nextToken: token }) })
      const page = await (await fetch(`${server.url}/inference-profiles?${query}`)).json()
      ids.push(
        ...page.inferenceProfileSummaries.map(
          (profile: { inferenceProfileId: string }) => profile.inferenceProfileId,
        ),
      )
      token = page.nextToken
    }
    expect(new Set(ids).size).toBe(ids.length)
    const arn = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6'
    const found = await (await fetch(`${server.url}/inference-profiles/${encodeURIComponent(arn)}`)).json()
    expect(found).toMatchObject({ inferenceProfileId: 'a1b2c3d4e5f6', type: 'APPLICATION' })
    expect((await fetch(`${server.url}/inference-profiles/unknown`)).status).toBe(404)
    expect(
      (await fetch(`${server.url}/foundation-models/anthropic.claude-3-haiku-20240307-v1%3A0`)).status,
    ).toBe(200)
  })
})
