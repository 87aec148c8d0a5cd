import { configure, type Warning } from '@patchbay/core'
import { openai } from '@patchbay/bedrock-backend'
import { register } from '@patchbay/bedrock'
import { createGatewayServer, type GatewayServer } from '@patchbay/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { VERSIONS } from '../bedrock/support/clients.ts'
import { drain, failure } from '../bedrock/support/setup.ts'

type Json = Record<string, unknown>

let warnings: Warning[]
beforeEach(() => {
  warnings = []
  configure({ onWarning: (warning) => warnings.push(warning) })
})
afterEach(() => configure(null))

/** One exchange in a family's own shape. `chunks` is what a stream's text makes, put together. */
interface Family {
  readonly modelId: string
  readonly body: Json
  readonly request: Json
  readonly answer: Json
  readonly text: (chunk: Json) => unknown
  readonly last: Json
}

const METRICS = { 'amazon-bedrock-invocationMetrics': { inputTokenCount: 12, outputTokenCount: 34 } }
const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')
const first = (list: unknown): Json => (Array.isArray(list) ? ((list as Json[])[0] ?? {}) : {})

const FAMILIES: Readonly<Record<string, Family>> = {
  'Claude’s older prompts': {
    modelId: 'anthropic.claude-v2:1',
    body: {
      prompt: '\n\nHuman: Hi\n\nAssistant:',
      max_tokens_to_sample: 9,
      stop_sequences: ['\n\nHuman:'],
      top_k: 5,
    },
    request: { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 9, top_k: 5 },
    answer: { type: 'completion', completion: 'So it is.', stop_reason: 'max_tokens', stop: null },
    text: (chunk) => chunk['completion'],
    last: { stop_reason: 'max_tokens', ...METRICS },
  },
  Llama: {
    modelId: 'us.meta.llama3-3-70b-instruct-v1:0',
    body: { prompt: 'Hi', max_gen_len: 9, temperature: 0.5, top_p: 0.9 },
    request: { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 9, temperature: 0.5, top_p: 0.9 },
    answer: {
      generation: 'So it is.',
      prompt_token_count: 12,
      generation_token_count: 34,
      stop_reason: 'length',
    },
    text: (chunk) => chunk['generation'],
    last: { prompt_token_count: 12, generation_token_count: 34, stop_reason: 'length', ...METRICS },
  },
  Mistral: {
    modelId: 'mistral.mixtral-8x7b-instruct-v0:1',
    body: { prompt: '<s>[INST] Hi [/INST]', max_tokens: 9, top_k: 7, stop: ['END'] },
    request: { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 9, top_k: 7, stop: ['END'] },
    answer: { outputs: [{ text: 'So it is.', stop_reason: 'length' }] },
    text: (chunk) => first(chunk['outputs'])['text'],
    last: { outputs: [{ text: '', stop_reason: 'length' }], ...METRICS },
  },
  'Titan Text': {
    modelId: 'amazon.titan-text-lite-v1',
    body: { inputText: 'Hi', textGenerationConfig: { maxTokenCount: 9, topP: 0.9, stopSequences: ['END'] } },
    request: { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 9, top_p: 0.9, stop: ['END'] },
    answer: {
      inputTextTokenCount: 12,
      results: [{ tokenCount: 34, outputText: 'So it is.', completionReason: 'LENGTH' }],
    },
    text: (chunk) => chunk['outputText'],
    last: { totalOutputTextTokenCount: 34, completionReason: 'LENGTH', ...METRICS },
  },
  'Cohere Command': {
    modelId: 'cohere.command-text-v14',
    body: { prompt: 'Hi', max_tokens: 9, p: 0.9, k: 3, temperature: 0.5 },
    request: {
      messages: [{ role: 'user', content: 'Hi' }],
      max_tokens: 9,
      top_p: 0.9,
      top_k: 3,
      temperature: 0.5,
    },
    answer: { prompt: 'Hi', generations: [{ text: 'So it is.', finish_reason: 'MAX_TOKENS' }] },
    text: (chunk) => chunk['text'],
    last: { is_finished: true, finish_reason: 'MAX_TOKENS', ...METRICS },
  },
  'Cohere Command R': {
    modelId: 'cohere.command-r-plus-v1:0',
    body: {
      message: 'Hi',
      preamble: 'Be kind.',
      chat_history: [
        { role: 'USER', message: 'Who?' },
        { role: 'CHATBOT', message: 'Me.' },
      ],
      max_tokens: 9,
      seed: 1,
    },
    request: {
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Who?' },
        { role: 'assistant', content: 'Me.' },
        { role: 'user', content: 'Hi' },
      ],
      max_tokens: 9,
      seed: 1,
    },
    answer: {
      text: 'So it is.',
      finish_reason: 'MAX_TOKENS',
      chat_history: [{}, {}, { role: 'USER', message: 'Hi' }, { role: 'CHATBOT', message: 'So it is.' }],
    },
    text: (chunk) => (chunk['event_type'] === 'text-generation' ? chunk['text'] : ''),
    last: {
      event_type: 'stream-end',
      finish_reason: 'MAX_TOKENS',
      response: { text: 'So it is.' },
      ...METRICS,
    },
  },
  'DeepSeek, which thinks aloud,': {
    modelId: 'us.deepseek.r1-v1:0',
    body: { prompt: '<｜begin▁of▁sentence｜><｜User｜>Hi<｜Assistant｜><think>\n', max_tokens: 9 },
    request: { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 9 },
    answer: { choices: [{ text: 'Hm.\n</think>\n\nSo it is.', stop_reason: 'length' }] },
    text: (chunk) => first(chunk['choices'])['text'],
    last: { choices: [{ text: '', stop_reason: 'length' }], ...METRICS },
  },
  Nova: {
    modelId: 'us.amazon.nova-pro-v1:0',
    body: {
      messages: [{ role: 'user', content: [{ text: 'Hi' }] }],
      inferenceConfig: { maxTokens: 9, topK: 20, stopSequences: ['END'] },
    },
    request: { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 9, top_k: 20, stop: ['END'] },
    answer: {
      output: {
        message: {
          role: 'assistant',
          content: [{ reasoningContent: { reasoningText: { text: 'Hm.' } } }, { text: 'So it is.' }],
        },
      },
      stopReason: 'max_tokens',
      usage: { inputTokens: 12, outputTokens: 34, totalTokens: 46 },
    },
    text: (chunk) => (chunk['contentBlockDelta'] as { delta?: { text?: string } } | undefined)?.delta?.text,
    last: { metadata: { usage: { inputTokens: 12, outputTokens: 34 } }, ...METRICS },
  },
}

const USAGE = { prompt_tokens: 12, completion_tokens: 34, total_tokens: 46 }
const MESSAGE = { role: 'assistant', content: 'So it is.', reasoning_content: 'Hm.' }
const COMPLETION = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'open-model',
  choices: [{ index: 0, message: MESSAGE, finish_reason: 'length' }],
  usage: USAGE,
}
const chunk = (delta: object, finish: string | null = null): object => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'open-model',
  choices: [{ index: 0, delta, finish_reason: finish }],
})
const CHUNKS = [
  chunk({ role: 'assistant', content: '' }),
  chunk({ reasoning_content: 'Hm.' }),
  chunk({ content: 'So it' }),
  chunk({ content: ' is.' }),
  chunk({}, 'length'),
  { ...chunk({}), choices: [], usage: USAGE },
]

describe.each(VERSIONS)('client-bedrock-runtime $version served by a backend of open models', ({ sdk }) => {
  const on = (backend: GatewayServer) =>
    register(
      new sdk.BedrockRuntimeClient({ maxAttempts: 1 }),
      openai({ baseURL: `${backend.url}/v1`, apiKey: 'sk', model: 'open-model' }),
    )
  const invoke = async (backend: GatewayServer, modelId: string, body: unknown): Promise<Json> => {
    const command = new sdk.InvokeModelCommand({ modelId, body: JSON.stringify(body) })
    return JSON.parse((await on(backend).send(command)).body.transformToString()) as Json
  }
  const stream = async (backend: GatewayServer, modelId: string, body: unknown): Promise<Json[]> => {
    const command = new sdk.InvokeModelWithResponseStreamCommand({ modelId, body: JSON.stringify(body) })
    return (await drain((await on(backend).send(command)).body)).map(
      (event) => JSON.parse(new TextDecoder().decode(event.chunk?.bytes)) as Json,
    )
  }

  it.each(Object.keys(FAMILIES))('%s is understood and answered in kind', async (name) => {
    await using backend = await createGatewayServer()
    const family = FAMILIES[name] as Family
    backend.enqueue({ json: COMPLETION }, { events: CHUNKS })
    expect(await invoke(backend, family.modelId, family.body)).toMatchObject(family.answer)
    expect(backend.requests[0]?.json).toEqual({ model: 'open-model', ...family.request })
    const chunks = await stream(backend, family.modelId, family.body)
    const whole = chunks.map((one) => textIn(family.text(one))).join('')
    expect(whole).toBe(name.startsWith('DeepSeek') ? 'Hm.\n</think>\n\nSo it is.' : 'So it is.')
    expect(chunks.at(-1)).toMatchObject(family.last)
    expect(warnings).toEqual([])
  })

  it('AI21’s Jurassic is answered in kind, and does not stream', async () => {
    await using backend = await createGatewayServer()
    backend.enqueue({ json: COMPLETION })
    const body = { prompt: 'Hi', maxTokens: 9, topP: 0.9, countPenalty: { scale: 0 } }
    expect(await invoke(backend, 'ai21.j2-ultra-v1', body)).toMatchObject({
      prompt: { text: 'Hi' },
      completions: [{ data: { text: 'So it is.' }, finishReason: { reason: 'length' } }],
    })
    expect(warnings).toMatchObject([{ code: 'unsupported_parameter', field: 'countPenalty' }])
    const error = await failure(stream(backend, 'ai21.j2-ultra-v1', body))
    expect(error).toBeInstanceOf(sdk.ValidationException)
    expect(error.message).toContain('does not support streaming')
    expect(backend.requests).toHaveLength(1)
  })

  it.each(['openai.gpt-oss-120b-1:0', 'ai21.jamba-1-5-large-v1:0', 'qwen.qwen3-32b-v1:0'])(
    'chat completions of %s go to the backend',
    async (modelId) => {
      await using backend = await createGatewayServer()
      const asked = { messages: [{ role: 'user', content: 'Hi' }], temperature: 0.5 }
      const body = { ...asked, max_completion_tokens: 9 }
      backend.enqueue({ json: COMPLETION }, { events: CHUNKS })
      expect(await invoke(backend, modelId, body)).toEqual(COMPLETION)
      // All but the name of the limit, which servers of open models do not heed.
      expect(backend.requests[0]?.json).toEqual({ ...asked, max_tokens: 9, model: 'open-model' })
      const chunks = await stream(backend, modelId, body)
      expect(chunks.slice(0, -1)).toEqual(CHUNKS.slice(0, -1))
      expect(chunks.at(-1)).toMatchObject(METRICS)
    },
  )

  it('Mistral’s chat is answered under Mistral’s names', async () => {
    await using backend = await createGatewayServer()
    const body = { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 9 }
    backend.enqueue({ json: COMPLETION }, { events: CHUNKS })
    expect(await invoke(backend, 'mistral.mistral-large-2407-v1:0', body)).toMatchObject({
      choices: [{ message: MESSAGE, stop_reason: 'length' }],
    })
    const chunks = await stream(backend, 'mistral.mistral-large-2407-v1:0', body)
    expect(chunks[2]).toMatchObject({ choices: [{ message: { content: 'So it' }, stop_reason: null }] })
  })

  it('reports every field of a body that the backend cannot express', async () => {
    await using backend = await createGatewayServer()
    backend.reply({ json: COMPLETION })
    const messages = [{ role: 'user', content: 'Hi' }]
    await invoke(backend, 'anthropic.claude-3-haiku-20240307-v1:0', {
      anthropic_version: 'bedrock-2023-05-31',
      anthropic_beta: ['x'],
      max_tokens: 9,
      messages,
      metadata: { user_id: 'u' },
      context_management: {},
    })
    expect(backend.requests[0]?.json).toMatchObject({ metadata: { user_id: 'u' } })
    await invoke(backend, 'meta.llama3-8b-instruct-v1:0', { prompt: 'Hi', top_k: 3 })
    await invoke(backend, 'cohere.command-text-v14', { prompt: 'Hi', return_likelihoods: 'ALL' })
    expect(warnings.map(({ field }) => field)).toEqual([
      'context_management',
      'additionalModelRequestFields.anthropic_beta',
      'top_k',
      'return_likelihoods',
    ])
  })

  it.each([
    ['guardrailIdentifier', 'anthropic.claude-v2:1', {}, { guardrailIdentifier: 'g', guardrailVersion: '1' }],
    ['stored prompt', 'arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDEFGHIJ', { prompt: 'x' }, {}],
    [
      'amazon-bedrock-guardrailConfig',
      'openai.gpt-oss-20b-1:0',
      { messages: [], 'amazon-bedrock-guardrailConfig': { tagSuffix: 'x' } },
      {},
    ],
    [
      'container',
      'anthropic.claude-3-haiku-20240307-v1:0',
      { anthropic_version: 'bedrock-2023-05-31', max_tokens: 9, messages: [], container: 'c' },
      {},
    ],
    ['num_generations', 'cohere.command-text-v14', { prompt: 'x', num_generations: 2 }, {}],
    ['images', 'us.meta.llama3-2-90b-instruct-v1:0', { prompt: 'x', images: ['aGk='] }, {}],
    ['inputImage', 'amazon.titan-embed-image-v1', { inputImage: 'aGk=' }, {}],
    ['embeddingTypes', 'amazon.titan-embed-text-v2:0', { inputText: 'x', embeddingTypes: ['binary'] }, {}],
    ['max_gen_len', 'meta.llama3-8b-instruct-v1:0', { prompt: 'x', max_gen_len: 'many' }, {}],
    ['which', 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/x', { prompt: 'x' }, {}],
  ])('refuses %s by name, and sends nothing', async (named, modelId, body, more) => {
    await using backend = await createGatewayServer()
    const command = new sdk.InvokeModelCommand({ modelId, body: JSON.stringify(body), ...more })
    const error = await failure(on(backend).send(command))
    expect(error).toBeInstanceOf(sdk.ValidationException)
    expect(error.message).toContain(named)
    expect(backend.connectionCount).toBe(0)
  })

  it.each([
    [{ output_config: { effort: 'low' } }, 'low'],
    [{ thinking: { type: 'adaptive' }, output_config: { effort: 'high' } }, 'high'],
    [{ thinking: { type: 'adaptive' } }, undefined],
  ])('asks the backend for the effort of %j', async (fields, effort) => {
    await using backend = await createGatewayServer()
    backend.enqueue({ json: COMPLETION })
    await invoke(backend, 'anthropic.claude-opus-4-6-v1', {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 9,
      messages: [{ role: 'user', content: 'Hi' }],
      ...fields,
    })
    const sent = backend.requests[0]?.json as Json | undefined
    expect(sent?.['reasoning_effort']).toBe(effort)
    expect(warnings).toEqual([])
  })

  it('warns of a call that Claude’s body forbids, whole and streamed', async () => {
    await using backend = await createGatewayServer()
    const call = { index: 0, id: 't2', type: 'function', function: { name: 'look', arguments: '{}' } }
    const said = { role: 'assistant', content: 'So.', tool_calls: [call] }
    const choice = { index: 0, finish_reason: 'tool_calls' }
    backend.enqueue(
      { json: { ...COMPLETION, choices: [{ ...choice, message: said }] } },
      { events: [{ id: 'c', object: 'chat.completion.chunk', choices: [{ ...choice, delta: said }] }] },
    )
    const body = {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 9,
      tools: [{ name: 'look', input_schema: { type: 'object' } }],
      tool_choice: { type: 'none' },
      messages: [
        { role: 'user', content: 'Look.' },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'look', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'Seen.' }] },
      ],
    }
    const whole = await invoke(backend, 'anthropic.claude-opus-4-6-v1', body)
    expect(whole).toMatchObject({ content: [{ type: 'text', text: 'So.' }], stop_reason: 'end_turn' })
    expect(warnings.map(({ code }) => code)).toEqual(['tool_call_suppressed'])
    const chunks = await stream(backend, 'anthropic.claude-opus-4-6-v1', body)
    expect(chunks.at(-2)).toMatchObject({ type: 'message_delta', delta: { stop_reason: 'end_turn' } })
    expect(warnings.map(({ code }) => code)).toEqual(['tool_call_suppressed', 'tool_call_suppressed'])
  })

  it('takes everything that Claude’s messages can hold', async () => {
    await using backend = await createGatewayServer()
    backend.enqueue({ json: COMPLETION })
    const png = 'iVBORw0KGgo='
    await invoke(backend, 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/x', {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 10_000,
      thinking: { type: 'enabled', budget_tokens: 5000 },
      // Claude takes no hour after five minutes.
      system: [{ type: 'text', text: 'Be kind.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
      tools: [{ name: 'look', description: 'Looks.', input_schema: { type: 'object' }, strict: true }],
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
      output_config: { format: { type: 'json_schema', schema: { type: 'object' } } },
      messages: [
        {
          role: 'user',
          content: [
            {
              type: 'document',
              source: { type: 'text', media_type: 'text/plain', data: 'hi' },
              title: 'a.txt',
            },
            { type: 'text', text: 'Look.', cache_control: { type: 'ephemeral', ttl: '1h' } },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm.', signature: 'c2ln' },
            { type: 'tool_use', id: 't1', name: 'look', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 't1',
              content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } }],
            },
          ],
        },
      ],
    })
    expect(backend.requests[0]?.json).toEqual({
      model: 'open-model',
      messages: [
        { role: 'system', content: 'Be kind.' },
        {
          role: 'user',
          content: 'a.txt:\n\nhi\n\nLook.',
        },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 't1', type: 'function', function: { name: 'look', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 't1', content: '(an image, shown after this result)' },
        {
          role: 'user',
          content: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } }],
        },
      ],
      max_tokens: 10_000,
      reasoning_effort: 'medium',
      parallel_tool_calls: false,
      tools: [
        {
          type: 'function',
          function: { name: 'look', description: 'Looks.', parameters: { type: 'object' }, strict: true },
        },
      ],
      tool_choice: 'auto',
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', schema: { type: 'object' }, strict: true },
      },
    })
    expect(warnings.map(({ code }) => code)).toEqual([
      'unsupported_cache_point',
      'unsupported_cache_point',
      'reasoning_dropped',
    ])
  })
})
