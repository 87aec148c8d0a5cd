import { openai } from '@patchbay/bedrock-backend'
import { register } from '@patchbay/bedrock'
import { createGate, createGatewayServer, type GatewayServer } from '@patchbay/testing'
import { describe, expect, it } from 'vitest'
import { CLAUDE, VERSIONS } from './support/clients.ts'
import { drain, failure } from './support/setup.ts'
import { toolConversation } from './support/tool-conversation.ts'

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='

describe.each(VERSIONS)('InvokeModel of client-bedrock-runtime $version served by a backend', ({ sdk }) => {
  const on = (backend: GatewayServer) => {
    const route = openai({ baseURL: `${backend.url}/v1`, apiKey: 'sk', model: 'gpt-4o' })
    return register(new sdk.BedrockRuntimeClient({ region: 'us-east-1', maxAttempts: 1 }), route)
  }
  const invoke = async (
    backend: GatewayServer,
    modelId: string,
    body: object,
  ): Promise<Record<string, unknown>> => {
    const command = new sdk.InvokeModelCommand({
      modelId,
      body: JSON.stringify(body),
      contentType: 'application/json',
    })
    const answer = await on(backend).send(command)
    expect(answer.contentType).toBe('application/json')
    return JSON.parse(answer.body.transformToString()) as Record<string, unknown>
  }
  const stream = async (
    backend: GatewayServer,
    modelId: string,
    body: object,
  ): Promise<Record<string, unknown>[]> => {
    const command = new sdk.InvokeModelWithResponseStreamCommand({ modelId, body: JSON.stringify(body) })
    const answer = await on(backend).send(command)
    return (await drain(answer.body)).map(
      ({ chunk }) => JSON.parse(new TextDecoder().decode(chunk?.bytes)) as Record<string, unknown>,
    )
  }

  it('understands Claude’s messages, and answers in kind', async () => {
    await using backend = await createGatewayServer()
    const calls = [{ id: 'call_1', type: 'function', function: { name: 'look', arguments: '{"at":"it"}' } }]
    const message = { role: 'assistant', content: 'I look.', reasoning_content: 'Hm.', tool_calls: calls }
    const usage = { prompt_tokens: 3, completion_tokens: 5, total_tokens: 8 }
    backend.enqueue({
      json: { id: 'c', choices: [{ index: 0, message, finish_reason: 'tool_calls' }], usage },
    })
    const answer = await invoke(backend, CLAUDE, {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 100,
      temperature: 0.5,
      stop_sequences: ['END'],
      system: 'Be short.',
      tools: [{ name: 'look', input_schema: { type: 'object', properties: {} } }],
      tool_choice: { type: 'any' },
      messages: [
        { role: 'user', content: 'Look.' },
        {
          role: 'assistant',
          content: [{ type: 'tool_use', id: 'call_0', name: 'look', input: { at: 'x' } }],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'call_0', content: 'Seen.' },
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } },
          ],
        },
      ],
    })
    expect(backend.requests[0]?.json).toMatchObject({
      model: 'gpt-4o',
      temperature: 0.5,
      stop: ['END'],
      tool_choice: 'required',
      tools: [{ type: 'function', function: { name: 'look' } }],
      messages: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: 'Look.' },
        {
          role: 'assistant',
          tool_calls: [{ id: 'call_0', function: { name: 'look', arguments: '{"at":"x"}' } }],
        },
        { role: 'tool', tool_call_id: 'call_0', content: 'Seen.' },
        {
          role: 'user',
          content: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } }],
        },
      ],
    })
    expect(answer).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5-20250929',
      content: [
        { type: 'thinking', thinking: 'Hm.' },
        { type: 'text', text: 'I look.' },
        { type: 'tool_use', id: 'call_1', name: 'look', input: { at: 'it' } },
      ],
      stop_reason: 'tool_use',
      usage: { input_tokens: 3, output_tokens: 5 },
    })
  })

  it('streams Claude’s events', async () => {
    await using backend = await createGatewayServer()
    backend.enqueue({ events: toolConversation().chunks })
    const body = {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 9,
      messages: [{ role: 'user', content: 'x' }],
    }
    const events = await stream(backend, 'anthropic.claude-v2:1', body)
    expect(
      events.map(({ type, index }) =>
        typeof index === 'number' ? `${String(type)} ${index}` : String(type),
      ),
    ).toEqual([
      'message_start',
      'content_block_start 0',
      'content_block_delta 0',
      'content_block_stop 0',
      'content_block_start 1',
      'content_block_delta 1',
      'content_block_delta 1',
      'content_block_stop 1',
      'content_block_start 2',
      'content_block_start 3',
      'content_block_delta 3',
      'content_block_delta 2',
      'content_block_delta 3',
      'content_block_stop 2',
      'content_block_stop 3',
      'message_delta',
      'message_stop',
    ])
    expect(events.at(-2)).toMatchObject({ delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 34 } })
  })

  it('understands Claude’s older prompts', async () => {
    await using backend = await createGatewayServer()
    const body = {
      prompt: 'Be kind.\n\nHuman: Hi\n\nAssistant: Hello.\n\nHuman: How?\n\nAssistant:',
      max_tokens_to_sample: 9,
    }
    backend.reply({ text: 'So.' })
    expect(await invoke(backend, 'anthropic.claude-v2:1', body)).toMatchObject({
      completion: 'So.',
      stop_reason: 'stop_sequence',
    })
    expect(backend.requests[0]?.json).toMatchObject({
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello.' },
        { role: 'user', content: 'How?' },
      ],
    })
    const chunks = await stream(backend, 'anthropic.claude-v2:1', body)
    expect(chunks.map(({ completion }) => completion).join('')).toBe('So.')
    expect(chunks.at(-1)).toMatchObject({ stop_reason: 'stop_sequence' })
  })

  it('understands Nova’s bodies', async () => {
    await using backend = await createGatewayServer()
    const body = {
      schemaVersion: 'messages-v1',
      system: [{ text: 'Be short.' }],
      messages: [
        { role: 'user', content: [{ text: 'Hi' }, { image: { format: 'png', source: { bytes: PIXEL } } }] },
      ],
      inferenceConfig: { max_new_tokens: 9, topP: 0.9, topK: 20 },
    }
    backend.reply({ text: 'So.' })
    expect(await invoke(backend, 'amazon.nova-lite-v1:0', body)).toMatchObject({
      output: { message: { role: 'assistant', content: [{ text: 'So.' }] } },
      stopReason: 'end_turn',
    })
    expect(JSON.stringify(backend.requests[0]?.json)).toContain(`data:image/png;base64,${PIXEL}`)
    const chunks = await stream(backend, 'amazon.nova-lite-v1:0', body)
    expect(Object.keys(chunks[0] ?? {})).toEqual(['messageStart'])
    expect(Object.keys(chunks.at(-1) ?? {})).toEqual(['metadata', 'amazon-bedrock-invocationMetrics'])
  })

  it.each([
    [
      'meta.llama3-1-70b-instruct-v1:0',
      {
        prompt:
          '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe kind.<|eot_id|>' +
          '<|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
        max_gen_len: 9,
      },
      { generation: 'So.', stop_reason: 'stop' },
      'generation',
    ],
    [
      'mistral.mistral-7b-instruct-v0:2',
      { prompt: '<s>Be kind. [INST] Hi [/INST]', max_tokens: 9, stop: [] },
      { outputs: [{ text: 'So.', stop_reason: 'stop' }] },
      'outputs',
    ],
    [
      'us.deepseek.r1-v1:0',
      { prompt: '<｜begin▁of▁sentence｜>Be kind.<｜User｜>Hi<｜Assistant｜><think>\n', max_tokens: 9 },
      { choices: [{ text: 'So.', stop_reason: 'stop' }] },
      'choices',
    ],
    [
      'amazon.titan-text-express-v1',
      { inputText: 'Be kind.\nUser: Hi\nBot:', textGenerationConfig: { maxTokenCount: 9 } },
      { results: [{ outputText: 'So.', completionReason: 'FINISH' }] },
      'outputText',
    ],
  ])('understands prompts of %s', async (modelId, body, expected, field) => {
    await using backend = await createGatewayServer()
    backend.reply({ text: 'So.' })
    expect(await invoke(backend, modelId, body)).toMatchObject(expected)
    expect(backend.requests[0]?.json).toMatchObject({
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Hi' },
      ],
    })
    const chunks = await stream(backend, modelId, body)
    expect(JSON.stringify(chunks.map((chunk) => chunk[field]))).toContain('So')
    expect(chunks.at(-1)).toMatchObject({
      'amazon-bedrock-invocationMetrics': { outputTokenCount: expect.any(Number) as number },
    })
  })

  it('embeds as Titan and Cohere do', async () => {
    await using backend = await createGatewayServer()
    const data = [
      { object: 'embedding', index: 1, embedding: [0.5, 0.25] },
      { object: 'embedding', index: 0, embedding: [1, 0] },
    ]
    backend.enqueue({
      json: { object: 'list', data: data.slice(1), usage: { prompt_tokens: 4, total_tokens: 4 } },
    })
    const titan = await invoke(backend, 'amazon.titan-embed-text-v2:0', { inputText: 'x', dimensions: 256 })
    expect(titan).toMatchObject({ embedding: [1, 0], inputTextTokenCount: 4 })
    backend.enqueue({ json: { object: 'list', data } })
    const cohere = await invoke(backend, 'cohere.embed-english-v3', {
      texts: ['x', 'y'],
      input_type: 'search_query',
    })
    expect(cohere).toMatchObject({
      embeddings: [
        [1, 0],
        [0.5, 0.25],
      ],
      response_type: 'embeddings_floats',
    })
    expect(backend.requests.map(({ path, json }) => [path, json])).toEqual([
      ['/v1/embeddings', { model: 'gpt-4o', input: ['x'], encoding_format: 'float', dimensions: 256 }],
      ['/v1/embeddings', { model: 'gpt-4o', input: ['x', 'y'], encoding_format: 'float' }],
    ])
    const bits = { texts: ['x'], embedding_types: ['binary'] }
    expect(await failure(invoke(backend, 'cohere.embed-english-v3', bits))).toBeInstanceOf(
      sdk.ValidationException,
    )
  })

  it('refuses what it does not understand, by name, and sends nothing', async () => {
    await using backend = await createGatewayServer()
    const claude = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 9 }
    const cases: [string, object, RegExp][] = [
      ['stability.sd3-large-v1:0', { text_prompts: [{ text: 'x' }] }, /stability\.sd3-large/],
      ['cohere.command-r-v1:0', { message: 'x', documents: [{ snippet: 'y' }] }, /documents/],
      [
        CLAUDE,
        { ...claude, messages: [{ role: 'user', content: [{ type: 'container_upload' }] }] },
        /container_upload/,
      ],
      [
        CLAUDE,
        { ...claude, messages: [], tools: [{ type: 'bash_20250124', name: 'bash' }] },
        /bash_20250124/,
      ],
    ]
    for (const [modelId, body, message] of cases) {
      const error = await failure(invoke(backend, modelId, body))
      expect(error).toBeInstanceOf(sdk.ValidationException)
      expect(error.message).toMatch(message)
    }
    expect(backend.connectionCount).toBe(0)
  })

  it('raises exceptions in mid-stream, and frees a stream that is left early', async () => {
    await using backend = await createGatewayServer()
    const body = {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 9,
      messages: [{ role: 'user', content: 'x' }],
    }
    const error = { message: 'Too fast.', code: 'ThrottlingException' }
    backend.enqueue({ text: 'A long answer.', stream: { errorAfter: { events: 2, error } } })
    expect(await failure(stream(backend, CLAUDE, body))).toBeInstanceOf(sdk.ThrottlingException)
    const gate = createGate()
    backend.enqueue({ text: 'A long answer.', stream: { gates: [{ event: 2, until: gate.opened }] } })
    const command = new sdk.InvokeModelWithResponseStreamCommand({
      modelId: CLAUDE,
      body: JSON.stringify(body),
    })
    const answer = await on(backend).send(command)
    for await (const event of answer.body ?? []) if (event.chunk !== undefined) break
    await expect(backend.requests[1]?.closed).resolves.toMatchObject({ aborted: true })
    gate.open()
  })
})
