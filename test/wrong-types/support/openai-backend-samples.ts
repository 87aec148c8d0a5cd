const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Inputs of Converse that have every member which is read. */
export const CONVERSE_INPUTS: readonly object[] = [
  {
    system: [{ text: 'Be brief.' }],
    messages: [
      {
        role: 'user',
        content: [
          { text: 'Hi' },
          { image: { format: 'png', source: { bytes: new Uint8Array(PNG) } } },
          { document: { format: 'txt', name: 'a', source: { bytes: new Uint8Array([97]) }, context: 'x' } },
          { document: { format: 'txt', name: 'b', source: { text: 'b' }, citations: { enabled: true } } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'c2ln' } } },
          { citationsContent: { content: [{ text: 'a' }], citations: [{ title: 't' }] } },
          { toolUse: { toolUseId: 'call_1', name: 'find', input: { id: [1, { a: null }] } } },
        ],
      },
      {
        role: 'user',
        content: [
          {
            toolResult: {
              toolUseId: 'call_1',
              status: 'error',
              content: [
                { text: 'a' },
                { json: { b: 1 } },
                { image: { format: 'png', source: { bytes: new Uint8Array(PNG) } } },
              ],
            },
          },
        ],
      },
    ],
    inferenceConfig: { maxTokens: 10, temperature: 0.5, topP: 0.5, stopSequences: ['x'] },
    toolConfig: {
      tools: [
        {
          toolSpec: {
            name: 'find',
            description: 'Finds.',
            inputSchema: { json: { type: 'object', properties: { id: { type: 'string' } } } },
          },
        },
      ],
      toolChoice: { tool: { name: 'find' } },
    },
    additionalModelRequestFields: {
      top_k: 5,
      thinking: { type: 'enabled', budget_tokens: 1024 },
      tool_choice: { type: 'none' },
    },
    requestMetadata: { a: 'b' },
    performanceConfig: { latency: 'standard' },
    serviceTier: { type: 'flex' },
  },
  {
    messages: [{ role: 'user', content: [{ text: 'Hi' }, { cachePoint: { type: 'default', ttl: '5m' } }] }],
    outputConfig: {
      effort: 'low',
      textFormat: {
        type: 'json_schema',
        structure: { jsonSchema: { name: 'a', description: 'b', schema: '{"type":"object"}' } },
      },
    },
    additionalModelRequestFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } },
  },
]

const content = (text: string): object => ({ role: 'user', content: text })

/** Bodies of InvokeModel, by family. */
export const BODIES: Readonly<
  Record<
    string,
    { readonly modelId: string; readonly body: object; readonly kind?: 'embeddings' | 'not streamed' }
  >
> = {
  'Claude, messages': {
    modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
    body: {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 2000,
      system: [{ type: 'text', text: 'Be brief.' }],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Hi', cache_control: { type: 'ephemeral' } },
            {
              type: 'image',
              source: { type: 'base64', media_type: 'image/png', data: PNG.toString('base64') },
            },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm.', signature: 'c2ln' },
            { type: 'tool_use', id: 'call_1', name: 'find', input: { a: 1 } },
          ],
        },
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 'call_1', content: [{ type: 'text', text: 'a' }] }],
        },
      ],
      tools: [{ name: 'find', description: 'Finds.', input_schema: { type: 'object', properties: {} } }],
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
      thinking: { type: 'enabled', budget_tokens: 1024 },
      stop_sequences: ['x'],
      top_k: 5,
    },
  },
  'Claude, prompt': {
    modelId: 'anthropic.claude-v2:1',
    body: {
      prompt: '\n\nHuman: Hi\n\nAssistant:',
      max_tokens_to_sample: 10,
      stop_sequences: ['x'],
      top_k: 5,
    },
  },
  Nova: {
    modelId: 'amazon.nova-pro-v1:0',
    body: {
      schemaVersion: 'messages-v1',
      system: [{ text: 'Be brief.' }],
      messages: [
        {
          role: 'user',
          content: [{ text: 'Hi' }, { image: { format: 'png', source: { bytes: PNG.toString('base64') } } }],
        },
      ],
      inferenceConfig: { maxTokens: 10, topK: 5, stopSequences: ['x'] },
      toolConfig: { tools: [{ toolSpec: { name: 'find', inputSchema: { json: { type: 'object' } } } }] },
      additionalModelRequestFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } },
    },
  },
  Llama: {
    modelId: 'meta.llama3-8b-instruct-v1:0',
    body: { prompt: 'Hi', max_gen_len: 10, temperature: 0.5 },
  },
  Mistral: {
    modelId: 'mistral.mistral-7b-instruct-v0:2',
    body: { prompt: '<s>[INST] Hi [/INST]', max_tokens: 10, stop: ['x'] },
  },
  'Mistral, chat': {
    modelId: 'mistral.mistral-large-2407-v1:0',
    body: { messages: [content('Hi')], max_tokens: 10, tools: [] },
  },
  'gpt-oss': {
    modelId: 'openai.gpt-oss-20b-1:0',
    body: { messages: [content('Hi')], max_completion_tokens: 10 },
  },
  Titan: {
    modelId: 'amazon.titan-text-express-v1',
    body: { inputText: 'User: Hi\nBot:', textGenerationConfig: { maxTokenCount: 10, stopSequences: ['x'] } },
  },
  Command: {
    modelId: 'cohere.command-text-v14',
    body: { prompt: 'Hi', max_tokens: 10, p: 0.5, stop_sequences: ['x'] },
  },
  'Command R': {
    modelId: 'cohere.command-r-v1:0',
    body: { message: 'Hi', chat_history: [{ role: 'USER', message: 'Hi' }], preamble: 'Be brief.' },
  },
  Jurassic: {
    modelId: 'ai21.j2-mid-v1',
    body: { prompt: 'Hi', maxTokens: 10, stopSequences: ['x'] },
    kind: 'not streamed',
  },
  DeepSeek: { modelId: 'deepseek.r1-v1:0', body: { prompt: '<｜User｜>Hi<｜Assistant｜>', max_tokens: 10 } },
  'Titan, embeddings': {
    modelId: 'amazon.titan-embed-text-v2:0',
    body: { inputText: 'Hi', dimensions: 256, normalize: true, embeddingTypes: ['float'] },
    kind: 'embeddings',
  },
  'Cohere, embeddings': {
    modelId: 'cohere.embed-english-v3',
    body: { texts: ['Hi'], input_type: 'search_query', embedding_types: ['float'] },
    kind: 'embeddings',
  },
  'Nova, embeddings': {
    modelId: 'amazon.nova-2-multimodal-embeddings-v1:0',
    body: {
      taskType: 'SINGLE_EMBEDDING',
      singleEmbeddingParams: {
        embeddingPurpose: 'GENERIC_INDEX',
        embeddingDimension: 256,
        text: { truncationMode: 'END', value: 'Hi' },
      },
    },
    kind: 'embeddings',
  },
}

const calls = [{ index: 0, id: 'call_1', type: 'function', function: { name: 'find', arguments: '{"a":1}' } }]
const usage = {
  prompt_tokens: 10,
  completion_tokens: 5,
  total_tokens: 15,
  prompt_tokens_details: { cached_tokens: 2 },
}

/** Whole answers of backends. */
export const CHAT_ANSWERS: readonly object[] = [
  {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: 'Hi',
          refusal: 'No.',
          reasoning_content: 'Hm.',
          tool_calls: calls,
          function_call: { name: 'find', arguments: '{}' },
          annotations: [{ type: 'url_citation', url_citation: { title: 't', url: 'https://a.example' } }],
          content_blocks: [{ type: 'thinking', thinking: 'Hm.', signature: 'c2ln' }],
        },
        finish_reason: 'tool_calls',
      },
    ],
    usage,
  },
  {
    choices: [
      {
        message: {
          content: [
            { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
            { type: 'text', text: 'Hi' },
          ],
          content_blocks: [
            { type: 'redacted_thinking', data: 'c2ln' },
            { type: 'text', text: 'Hi' },
            { type: 'tool_use', id: 'call_1' },
          ],
        },
        finish_reason: 'stop',
      },
    ],
    usage,
  },
]

/** The chunks of one streamed answer. */
export const CHAT_CHUNKS: readonly object[] = [
  { choices: [{ index: 0, delta: { role: 'assistant', reasoning_content: 'Hm.' } }] },
  { choices: [{ index: 0, delta: { content_blocks: [{ index: 0, delta: { signature: 'c2ln' } }] } }] },
  { choices: [{ index: 0, delta: { content: 'Hi', refusal: null } }] },
  { choices: [{ index: 0, delta: { tool_calls: calls, function_call: null } }] },
  { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] },
  { choices: [], usage },
]

/** Answers of the embeddings endpoint. */
export const EMBEDDINGS: readonly object[] = [
  {
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding: [0.1, 0.2] }],
    usage: { prompt_tokens: 1, total_tokens: 1 },
  },
  { data: [{ index: 0, embedding: 'AACAPwAAAEA=' }] },
]
