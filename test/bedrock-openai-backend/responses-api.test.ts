import type { ContentBlock, ConverseStreamOutput, Message } from '@aws-sdk/client-bedrock-runtime'
import { register } from '@patchbay/bedrock'
import { openai } from '@patchbay/bedrock-backend'
import { createGatewayServer, type GatewayServer } from '@patchbay/testing'
import { describe, expect, it } from 'vitest'
import { MESSAGES, VERSIONS } from '../bedrock/support/clients.ts'
import { drain, failure } from '../bedrock/support/setup.ts'

const MODEL = 'openai.gpt-oss-120b-1:0'
const CLAUDE = 'anthropic.claude-v2:1'
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
}
const TOOLS = {
  tools: [
    {
      toolSpec: { name: 'get_weather', description: 'The weather in a city', inputSchema: { json: SCHEMA } },
    },
  ],
}
const THINKING = { additionalModelRequestFields: { reasoning_effort: 'high' } }

const bodiesOf = ({ requests }: GatewayServer) => requests.map(({ json }) => json as Record<string, unknown>)

describe.each(VERSIONS)('client-bedrock-runtime $version on openai({ api: "responses" })', ({ sdk }) => {
  const on = (backend: GatewayServer) =>
    register(
      new sdk.BedrockRuntimeClient({ maxAttempts: 1 }),
      openai({
        baseURL: `${backend.url}/v1`,
        apiKey: 'sk',
        api: 'responses',
        models: { [CLAUDE]: 'gpt-5.5', [MODEL]: 'gpt-5.5' },
      }),
    )

  it('sends everything that a Converse command asks for, and stores nothing', async () => {
    await using backend = await createGatewayServer()
    const { output, stopReason, usage, $metadata } = await on(backend).send(
      new sdk.ConverseCommand({
        modelId: CLAUDE,
        system: [{ text: 'Be brief.' }],
        messages: [
          {
            role: 'user',
            content: [{ text: 'What is this?' }, { image: { format: 'png', source: { bytes: PNG } } }],
          },
        ],
        inferenceConfig: { maxTokens: 300 },
        ...THINKING,
      }),
    )
    expect(backend.requests.map(({ path }) => path)).toEqual(['/v1/responses'])
    expect(bodiesOf(backend)[0]).toMatchObject({
      model: 'gpt-5.5',
      instructions: 'Be brief.',
      max_output_tokens: 300,
      reasoning: { effort: 'high' },
      include: ['reasoning.encrypted_content'],
      store: false,
      input: [{ role: 'user', content: [{ type: 'input_text' }, { type: 'input_image' }] }],
    })
    expect(output?.message?.content?.map((block) => Object.keys(block))).toEqual([
      ['reasoningContent'],
      ['text'],
    ])
    expect({ stopReason, status: $metadata.httpStatusCode }).toEqual({ stopReason: 'end_turn', status: 200 })
    expect(usage?.totalTokens).toBeGreaterThan(0)
  })

  it.each(['whole', 'streamed'] as const)(
    'gives encrypted reasoning and calls back with the next turn: %s',
    async (how) => {
      await using backend = await createGatewayServer()
      const client = on(backend)
      const question: Message = { role: 'user', content: [{ text: 'What is the weather in Paris?' }] }
      const ask = async (messages: Message[]): Promise<ContentBlock[]> => {
        const input = { modelId: CLAUDE, messages, toolConfig: TOOLS, ...THINKING }
        if (how === 'whole') {
          return (await client.send(new sdk.ConverseCommand(input))).output?.message?.content ?? []
        }
        const { stream } = await client.send(new sdk.ConverseStreamCommand(input))
        return gather(await drain(stream))
      }
      const first = await ask([question])
      const call = first.find(({ toolUse }) => toolUse !== undefined)?.toolUse
      expect(call).toMatchObject({ name: 'get_weather', input: { city: 'Paris' } })
      const last = await ask([
        question,
        { role: 'assistant', content: first },
        {
          role: 'user',
          content: [{ toolResult: { toolUseId: call?.toolUseId, content: [{ text: 'Sunny' }] } }],
        },
      ])
      expect(last.at(-1)?.text).toContain('Sunny')
      const [, second] = bodiesOf(backend)
      expect(second?.['input']).toMatchObject([
        { role: 'user' },
        { type: 'reasoning', id: 'rs_1', encrypted_content: expect.any(String) },
        { role: 'assistant' },
        { type: 'function_call', call_id: call?.toolUseId, name: 'get_weather' },
        { type: 'function_call_output', call_id: call?.toolUseId, output: 'Sunny' },
      ])
      expect(second).toMatchObject({ store: false, tools: [{ type: 'function', name: 'get_weather' }] })
    },
  )

  it('leaves reasoning of another model out', async () => {
    await using backend = await createGatewayServer()
    const client = on(backend)
    const { output } = await client.send(
      new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES, ...THINKING }),
    )
    const content = output?.message?.content ?? []
    const messages: Message[] = [...MESSAGES, { role: 'assistant', content }, ...MESSAGES]
    await client.send(new sdk.ConverseCommand({ modelId: 'gpt-6-sol', messages }))
    expect(bodiesOf(backend)[1]?.['input']).toMatchObject([
      { role: 'user' },
      { role: 'assistant' },
      { role: 'user' },
    ])
  })

  it('asks for structured output', async () => {
    await using backend = await createGatewayServer()
    const jsonSchema = { name: 'place', schema: JSON.stringify(SCHEMA) }
    const { output } = await on(backend).send(
      new sdk.ConverseCommand({
        modelId: CLAUDE,
        messages: MESSAGES,
        outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema } } },
      } as never),
    )
    expect(bodiesOf(backend)[0]?.['text']).toMatchObject({
      format: { type: 'json_schema', name: 'place', schema: SCHEMA },
    })
    expect(JSON.parse(output?.message?.content?.at(-1)?.text ?? '')).toHaveProperty('city')
  })

  it('says that an answer was cut, whole and streamed', async () => {
    await using backend = await createGatewayServer()
    const input = {
      modelId: CLAUDE,
      messages: [{ role: 'user' as const, content: [{ text: `Say exactly: ${'word '.repeat(60)}` }] }],
      inferenceConfig: { maxTokens: 16 },
    }
    const { stopReason } = await on(backend).send(new sdk.ConverseCommand(input))
    const { stream } = await on(backend).send(new sdk.ConverseStreamCommand(input))
    const events = await drain(stream)
    const streamed = events.find(({ messageStop }) => messageStop !== undefined)?.messageStop?.stopReason
    expect([stopReason, streamed]).toEqual(['max_tokens', 'max_tokens'])
  })

  it.each([
    [
      'Claude',
      CLAUDE,
      {
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 99,
        messages: [{ role: 'user', content: 'Say exactly: hello' }],
      },
    ],
    [
      'Nova',
      'amazon.nova-pro-v1:0',
      {
        messages: [{ role: 'user', content: [{ text: 'Say exactly: hello' }] }],
        inferenceConfig: { maxTokens: 99 },
      },
    ],
    ['Llama', 'meta.llama3-8b-instruct-v1:0', { prompt: 'Say exactly: hello', max_gen_len: 99 }],
    [
      'chat completions',
      MODEL,
      {
        messages: [{ role: 'user', content: 'Say exactly: hello' }],
        max_completion_tokens: 99,
        reasoning_effort: 'low',
      },
    ],
  ])('serves InvokeModel with a body of %s, whole and streamed', async (_name, modelId, body) => {
    await using backend = await createGatewayServer()
    const input = { modelId, body: JSON.stringify(body) }
    const whole = await on(backend).send(new sdk.InvokeModelCommand(input))
    expect(whole.body.transformToString()).toContain('hello')
    const { body: stream } = await on(backend).send(new sdk.InvokeModelWithResponseStreamCommand(input))
    const chunks = (await drain(stream)).map(({ chunk }) => new TextDecoder().decode(chunk?.bytes))
    expect(chunks.join('')).toContain('hello')
    expect(backend.requests.map(({ path }) => path)).toEqual(['/v1/responses', '/v1/responses'])
    expect(bodiesOf(backend)[0]).toMatchObject({ max_output_tokens: 99, store: false })
  })

  it.each([
    [400, 'ValidationException'],
    [401, 'AccessDeniedException'],
    [404, 'ResourceNotFoundException'],
    [429, 'ThrottlingException'],
    [500, 'InternalServerException'],
    [503, 'ServiceUnavailableException'],
  ] as const)('makes a %i a %s, whole and in mid-stream', async (status, type) => {
    await using backend = await createGatewayServer()
    const input = { modelId: CLAUDE, messages: MESSAGES }
    backend.enqueue({ error: { status, message: 'no' } })
    expect(await failure(on(backend).send(new sdk.ConverseCommand(input)))).toBeInstanceOf(sdk[type])
    backend.enqueue({
      text: 'A long answer.',
      stream: { errorAfter: { events: 4, error: { status, message: 'no' } } },
    })
    const { stream } = await on(backend).send(new sdk.ConverseStreamCommand(input))
    expect(await failure(drain(stream))).toBeInstanceOf(sdk[type])
  })

  it('raises what a failed response says, and what is no response or no stream', async () => {
    await using backend = await createGatewayServer()
    const input = { modelId: CLAUDE, messages: MESSAGES }
    const failed = {
      object: 'response',
      status: 'failed',
      error: { code: 'rate_limit_exceeded', message: 'slow' },
      output: [],
    }
    backend.enqueue({ json: failed }, { json: { hello: 'world' } }, { json: failed })
    expect(await failure(on(backend).send(new sdk.ConverseCommand(input)))).toBeInstanceOf(
      sdk.ThrottlingException,
    )
    expect((await failure(on(backend).send(new sdk.ConverseCommand(input)))).message).toMatch(/no response/)
    expect(await failure(on(backend).send(new sdk.ConverseStreamCommand(input)))).toBeInstanceOf(
      sdk.ThrottlingException,
    )
  })

  it('asks a model that does not reason once for encrypted reasoning', async () => {
    await using backend = await createGatewayServer()
    const refusal = {
      status: 400,
      message: 'Encrypted content is not supported with this model.',
      type: 'invalid_request_error',
    }
    backend.enqueue({ error: refusal })
    const client = on(backend)
    for (const _turn of [1, 2])
      await client.send(new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES }))
    expect(bodiesOf(backend).map(({ include }) => include)).toEqual([
      ['reasoning.encrypted_content'],
      undefined,
      undefined,
    ])
  })

  it('refuses guardrails, and members of the wrong type, before anything is sent', async () => {
    await using backend = await createGatewayServer()
    const guardrailConfig = { guardrailIdentifier: 'g', guardrailVersion: '1' }
    for (const more of [{ guardrailConfig }, { inferenceConfig: 'much' as never }]) {
      const command = new sdk.ConverseCommand({ modelId: CLAUDE, messages: MESSAGES, ...more })
      expect(await failure(on(backend).send(command))).toBeInstanceOf(sdk.ValidationException)
    }
    expect(backend.requests).toEqual([])
  })
})

it('refuses an api that is none', () => {
  expect(() => openai({ apiKey: 'sk', api: 'messages' as never })).toThrow(
    /`api` must be 'chat-completions' or 'responses'/,
  )
})

/** The blocks of a streamed answer. */
function gather(events: readonly ConverseStreamOutput[]): ContentBlock[] {
  const { length } = [
    ...new Set(events.flatMap(({ contentBlockDelta }) => contentBlockDelta?.contentBlockIndex ?? [])),
  ]
  return Array.from({ length }, (_, index) => {
    const deltas = events.flatMap(({ contentBlockDelta }) =>
      contentBlockDelta?.contentBlockIndex === index ? (contentBlockDelta.delta ?? []) : [],
    )
    const join = (read: (delta: (typeof deltas)[number]) => string | undefined) =>
      deltas.map((delta) => read(delta) ?? '').join('')
    const start = events.find(({ contentBlockStart }) => contentBlockStart?.contentBlockIndex === index)
    const call = start?.contentBlockStart?.start?.toolUse
    if (call !== undefined)
      return { toolUse: { ...call, input: JSON.parse(join(({ toolUse }) => toolUse?.input)) } }
    const signature = join(({ reasoningContent }) => reasoningContent?.signature)
    if (signature === '') return { text: join(({ text }) => text) }
    return {
      reasoningContent: {
        reasoningText: { text: join(({ reasoningContent }) => reasoningContent?.text), signature },
      },
    }
  }) as ContentBlock[]
}
