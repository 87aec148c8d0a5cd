import { ChatBedrockConverse } from '@langchain/aws'
import { bedrock, type BedrockOptions } from '@patchbay/bedrock-backend'
import { register } from '@patchbay/bedrock'
import { fallback, retry } from '@patchbay/core'
import { type BedrockServer, createBedrockServer, createGate } from '@patchbay/testing'
import type { ConverseCommandInput, ContentBlock, Message } from '@aws-sdk/client-bedrock-runtime'
import { tool } from '@langchain/core/tools'
import { describe, expect, it } from 'vitest'
import { CLAUDE, CREDENTIALS, type Sdk, VERSIONS } from './support/clients.ts'
import { drain, failure } from './support/setup.ts'

const GPT_5_5 = 'openai.gpt-5.5'
const user = (text: string): Message => ({ role: 'user', content: [{ text }] })
const WEATHER = {
  tools: [
    {
      toolSpec: {
        name: 'get_weather',
        description: 'The weather in a city',
        inputSchema: {
          json: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
        },
      },
    },
  ],
}
const THINKING = { additionalModelRequestFields: { reasoning: { effort: 'high' } } }
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

function setUp(sdk: Sdk, service: BedrockServer, options: BedrockOptions = {}, maxAttempts = 1) {
  const { region, url, mantleUrl } = service
  const route = bedrock({
    region,
    endpoint: url,
    mantleEndpoint: mantleUrl,
    credentials: CREDENTIALS,
    ...options,
  })
  return { route, client: register(new sdk.BedrockRuntimeClient({ maxAttempts }), route) }
}

const contentOf = (answer: { output?: { message?: Message | undefined } | undefined }): ContentBlock[] =>
  answer.output?.message?.content ?? []

describe.each(VERSIONS)('client-bedrock-runtime $version, models that Converse does not have', ({ sdk }) => {
  it.each([
    [GPT_5_5, 'CreateResponse'],
    ['xai.grok-4.3', 'CreateResponse'],
    ['zai.glm-4.6', 'CreateChatCompletion'],
    ['deepseek.v3.1', 'CreateChatCompletion'],
    ['google.gemma-4-31b', 'CreateResponse'],
  ])('%s answers Converse and ConverseStream by %s', async (modelId, operation) => {
    await using service = await createBedrockServer()
    const { client } = setUp(sdk, service)
    const messages = [user('What is 12 + 30?')]
    const answer = await client.send(new sdk.ConverseCommand({ modelId, messages }))
    expect(contentOf(answer).at(-1)).toMatchObject({ text: expect.stringContaining('42') })
    expect(answer).toMatchObject({
      stopReason: 'end_turn',
      usage: { inputTokens: expect.any(Number), totalTokens: expect.any(Number) },
      metrics: { latencyMs: expect.any(Number) },
      $metadata: { httpStatusCode: 200 },
    })
    const { stream } = await client.send(new sdk.ConverseStreamCommand({ modelId, messages }))
    const events = await drain(stream)
    expect(events[0]).toEqual({ messageStart: { role: 'assistant' } })
    const text = events.map(({ contentBlockDelta }) => contentBlockDelta?.delta?.text ?? '').join('')
    expect(text).toContain('42')
    expect(events.at(-1)).toMatchObject({ metadata: { usage: { inputTokens: expect.any(Number) } } })
    for (const request of service.requests) {
      expect(request).toMatchObject({ host: 'mantle', operation, modelId })
      expect(request.authentication).toMatchObject({ kind: 'sigv4', service: 'bedrock-mantle' })
    }
  })

  it('holds a conversation with reasoning, tools and pictures in their results', async () => {
    await using service = await createBedrockServer()
    const { client } = setUp(sdk, service)
    const messages: Message[] = [user('What is the weather in Paris?')]
    const ask = async (): Promise<ContentBlock[]> => {
      const input: ConverseCommandInput = { modelId: GPT_5_5, messages, toolConfig: WEATHER, ...THINKING }
      const content = contentOf(await client.send(new sdk.ConverseCommand(input)))
      messages.push({ role: 'assistant', content })
      return content
    }
    const first = await ask()
    const { toolUse } = first.at(-1) ?? {}
    expect(toolUse).toMatchObject({ name: 'get_weather', input: { city: 'Paris' } })
    expect(first[0]?.reasoningContent?.reasoningText?.signature).toEqual(expect.any(String))
    messages.push({
      role: 'user',
      content: [
        {
          toolResult: {
            toolUseId: toolUse?.toolUseId,
            content: [{ text: 'Sunny.' }, { image: { format: 'png', source: { bytes: PICTURE } } }],
          },
        },
      ],
    })
    await ask()
    const [before, after] = service.requests.map(({ json }) => json as { input: object[]; reasoning: object })
    expect(before?.reasoning).toMatchObject({ effort: 'high' })
    const items = after?.input as { type: string; encrypted_content?: string; output?: object[] }[]
    expect(items.map(({ type }) => type)).toEqual([
      'message',
      'reasoning',
      'message',
      'function_call',
      'function_call_output',
    ])
    expect(items[1]?.encrypted_content).toMatch(/^gAAAAA/)
    expect(items[4]?.output).toMatchObject([
      { type: 'input_text', text: 'Sunny.' },
      { type: 'input_image', image_url: `data:image/png;base64,${PICTURE.toString('base64')}` },
    ])
  })

  it('goes on with a model of Converse, without the reasoning that was carried from elsewhere', async () => {
    await using service = await createBedrockServer()
    const { client } = setUp(sdk, service)
    const messages: Message[] = [user('What is 12 + 30?')]
    for (const modelId of [GPT_5_5, CLAUDE, GPT_5_5]) {
      const additionalModelRequestFields =
        modelId === GPT_5_5
          ? { reasoning: { effort: 'high' } }
          : { thinking: { type: 'enabled', budget_tokens: 1024 } }
      const input = { modelId, messages, additionalModelRequestFields, inferenceConfig: { maxTokens: 4000 } }
      const answer = contentOf(await client.send(new sdk.ConverseCommand(input)))
      // 3.704 knows no reasoning of AWS's own answers.
      const content = answer.filter((block) => !('$unknown' in block))
      if (modelId === GPT_5_5 || content.length === answer.length)
        expect(content[0]?.reasoningContent?.reasoningText?.signature).toEqual(expect.any(String))
      messages.push({ role: 'assistant', content }, user('And once more?'))
    }
    expect(service.requests.map(({ host }) => host)).toEqual(['mantle', 'runtime', 'mantle'])
    expect(JSON.stringify(service.requests[1]?.json)).not.toContain('patchbay')
  })

  it('answers InvokeModel in OpenAI’s shape, and in that of Claude', async () => {
    await using service = await createBedrockServer()
    const { client } = setUp(sdk, service)
    const invoke = async (body: object) => {
      const input = { modelId: GPT_5_5, body: JSON.stringify(body), contentType: 'application/json' }
      const { body: answer } = await client.send(new sdk.InvokeModelCommand(input))
      const { body: chunks } = await client.send(new sdk.InvokeModelWithResponseStreamCommand(input))
      expect((await drain(chunks)).length).toBeGreaterThan(1)
      return JSON.parse(new TextDecoder().decode(answer)) as unknown
    }
    const messages = [{ role: 'user', content: 'What is 12 + 30?' }]
    expect(await invoke({ messages })).toMatchObject({
      choices: [{ message: { content: expect.stringContaining('42') } }],
    })
    expect(
      await invoke({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 100, messages }),
    ).toMatchObject({ type: 'message', content: [{ type: 'text', text: expect.stringContaining('42') }] })
    expect(service.requests.map(({ operation }) => operation)).toEqual(Array(4).fill('CreateResponse'))
  })

  it('estimates CountTokens', async () => {
    await using service = await createBedrockServer()
    const { client } = setUp(sdk, service)
    const messages = [user('What is 12 + 30, and what is the weather in Paris?')]
    const input = { converse: { messages, toolConfig: WEATHER } }
    // 3.704 has no CountTokens.
    if (sdk.CountTokensCommand === undefined) return
    const counted = await client.send(new sdk.CountTokensCommand({ modelId: GPT_5_5, input } as never))
    expect(counted).toMatchObject({ inputTokens: expect.any(Number), estimated: true })
    expect(counted.inputTokens).toBeGreaterThan(20)
    expect(service.requests).toHaveLength(0)
  })

  it('raises exceptions of the application’s own, in mid-stream, too', async () => {
    await using service = await createBedrockServer()
    const { client } = setUp(sdk, service)
    const input = { modelId: GPT_5_5, messages: [user('Hello')] }
    service.enqueue({ error: { type: 'rate_limit_error', status: 429, message: 'Slowly.' } })
    const throttled = await failure(client.send(new sdk.ConverseCommand(input)))
    expect(throttled).toBeInstanceOf(sdk.ThrottlingException)
    expect(throttled.message).toContain('Slowly.')
    service.enqueue({
      stream: { errorEventAfter: { events: 3, error: { code: 'rate_limit_exceeded', message: 'Slowly.' } } },
    })
    const { stream } = await client.send(new sdk.ConverseStreamCommand(input))
    expect(await failure(drain(stream))).toBeInstanceOf(sdk.ThrottlingException)
    service.enqueue({ stream: { closeWithoutMessageStop: true } })
    const cut = await client.send(new sdk.ConverseStreamCommand(input))
    expect(await failure(drain(cut.stream))).toBeInstanceOf(sdk.BedrockRuntimeServiceException)
    const guarded = { ...input, guardrailConfig: { guardrailIdentifier: 'abc', guardrailVersion: '1' } }
    const refused = await failure(client.send(new sdk.ConverseCommand(guarded)))
    expect(refused).toBeInstanceOf(sdk.ValidationException)
    expect(refused.message).toContain('The guardrail would be ignored')
  })

  it('says which option is missing where no Mantle is known', async () => {
    await using service = await createBedrockServer()
    const { client } = setUp(sdk, service, { mantleEndpoint: undefined })
    const refused = await failure(
      client.send(new sdk.ConverseCommand({ modelId: GPT_5_5, messages: [user('Hello')] })),
    )
    expect(refused).toBeInstanceOf(sdk.ValidationException)
    expect(refused.message).toContain('mantleEndpoint')
  })

  it('refuses what is nested too deeply to be written, as an exception of the application’s own', async () => {
    await using service = await createBedrockServer()
    const { client } = setUp(sdk, service)
    const nested = JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`) as never
    const call = { toolUse: { toolUseId: 'call_1', name: 'get_weather', input: nested } }
    const inputs = [
      { messages: [user('Hi'), { role: 'assistant' as const, content: [call] }], toolConfig: WEATHER },
      { messages: [user('Hi'), { role: 'user' as const, content: [nested] }] },
    ]
    for (const input of inputs) {
      const error = await failure(client.send(new sdk.ConverseCommand({ modelId: GPT_5_5, ...input })))
      expect(error).toBeInstanceOf(sdk.ValidationException)
      expect(error).toMatchObject({ message: expect.stringContaining('nested too deeply') as string })
    }
    expect(service.requests).toEqual([])
  })

  it('is retried by the SDK, by policies, and ended by an abort', async () => {
    await using service = await createBedrockServer()
    const input = { modelId: GPT_5_5, messages: [user('What is 12 + 30?')] }
    const { client, route } = setUp(sdk, service, {}, 2)
    const broken = { error: { type: 'server_error', status: 500, message: 'Oops.' } } as const
    service.enqueue(broken)
    const answer = await client.send(new sdk.ConverseCommand(input))
    expect(answer.$metadata).toMatchObject({ attempts: 2 })
    const single = new sdk.BedrockRuntimeClient({ maxAttempts: 1 })
    service.reset()
    service.enqueue(broken)
    register(single, retry(route, { attempts: 2, backoff: 0 } as never))
    expect(contentOf(await single.send(new sdk.ConverseCommand(input))).at(-1)?.text).toContain('42')
    service.reset()
    service.enqueue(broken)
    register(single, fallback([route, setUp(sdk, service, { model: CLAUDE }).route]))
    expect(contentOf(await single.send(new sdk.ConverseCommand(input))).at(-1)?.text).toContain('42')
    expect(service.requests.map(({ host }) => host)).toEqual(['mantle', 'runtime'])
    const gate = createGate()
    service.enqueue({ stream: { gates: [{ event: 3, until: gate.opened }] } })
    const controller = new AbortController()
    const { stream } = await client.send(new sdk.ConverseStreamCommand(input), {
      abortSignal: controller.signal,
    })
    const aborted = failure(
      (async () => {
        for await (const _ of stream ?? []) controller.abort()
      })(),
    )
    expect(await aborted).toMatchObject({ name: 'AbortError' })
    gate.open()
  })

  it('goes by names of the application’s own, and leaves all other models to AWS', async () => {
    await using service = await createBedrockServer()
    const { client } = setUp(sdk, service, { models: { fast: GPT_5_5, wise: CLAUDE } })
    const ask = (modelId: string) =>
      client.send(new sdk.ConverseCommand({ modelId, messages: [user('What is 12 + 30?')] }))
    await ask('fast')
    await ask('wise')
    await ask('us.openai.gpt-6-sol')
    expect(service.requests.map(({ host, operation, modelId }) => [host, operation, modelId])).toEqual([
      ['mantle', 'CreateResponse', GPT_5_5],
      ['runtime', 'Converse', CLAUDE],
      ['runtime', 'Converse', 'us.openai.gpt-6-sol'],
    ])
  })
})

describe('ChatBedrockConverse on GPT-5.5', () => {
  it('calls tools, streamed and whole', async () => {
    await using service = await createBedrockServer()
    const { client } = setUp(VERSIONS[2].sdk, service)
    const weather = tool(() => 'Sunny.', {
      name: 'get_weather',
      description: 'The weather in a city',
      schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    })
    const model = new ChatBedrockConverse({
      client,
      model: GPT_5_5,
      region: 'us-east-1',
      maxRetries: 0,
      additionalModelRequestFields: { reasoning: { effort: 'medium' } },
    })
    const asked = { role: 'user', content: 'What is the weather in Paris?' }
    const calling = await model.bindTools([weather]).invoke([asked])
    expect(calling.tool_calls).toMatchObject([{ name: 'get_weather', args: { city: 'Paris' } }])
    const result = { role: 'tool', content: 'Sunny.', tool_call_id: calling.tool_calls?.[0]?.id ?? '' }
    const said = await model.bindTools([weather]).invoke([asked, calling, result])
    expect(said.text).not.toBe('')
    let streamed = ''
    for await (const chunk of await model.stream('What is 12 + 30?')) streamed += chunk.text
    expect(streamed).toContain('42')
    expect(service.requests.every(({ host }) => host === 'mantle')).toBe(true)
  })
})
