import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { CLAUDE } from './kinds/kind.ts'

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const FIXTURES = fileURLToPath(new URL('../../../test/fixtures/', import.meta.url))

/** The files of a name in the cases of a protocol. */
function fixtures(protocol: string, file: string): readonly Json[] {
  return readdirSync(FIXTURES + protocol).flatMap((name) => {
    const path = `${FIXTURES}${protocol}/${name}/${file}`
    if (!existsSync(path)) return []
    const text = readFileSync(path, 'utf8')
    const lines = file.endsWith('.jsonl') ? text.split('\n').filter((line) => line !== '') : [text]
    const values = lines.map((line) => JSON.parse(line) as Json)
    return file.endsWith('.jsonl') ? [values] : values
  })
}

const MESSAGES: readonly Json[] = [
  { model: CLAUDE, max_tokens: 100, messages: [{ role: 'user', content: 'hello' }] },
  {
    model: CLAUDE,
    max_tokens: 100,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
    stop_sequences: ['END'],
    thinking: { type: 'enabled', budget_tokens: 1024 },
    tool_choice: { type: 'tool', name: 'weather' },
    tools: [
      {
        name: 'weather',
        description: 'w',
        input_schema: { type: 'object', properties: { city: { type: 'string' } } },
      },
    ],
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'Weather?' }] },
      {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Oslo' } }],
      },
      {
        role: 'user',
        content: [
          {
            type: 'tool_result',
            tool_use_id: 't1',
            content: [{ type: 'text', text: 'cold' }],
            is_error: false,
          },
        ],
      },
    ],
  },
  {
    model: CLAUDE,
    max_tokens: 100,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } },
          {
            type: 'document',
            source: { type: 'text', media_type: 'text/plain', data: 'x' },
            citations: { enabled: true },
          },
        ],
      },
    ],
  },
]

const IMAGES: readonly Json[] = [
  {
    model: 'amazon.nova-canvas-v1:0',
    prompt: 'A robot',
    n: 1,
    size: '1024x1024',
    response_format: 'b64_json',
  },
]
const MODERATIONS: readonly Json[] = [{ input: ['a', 'b'] }, { input: [{ type: 'text', text: 'x' }] }]

/** Bodies by the path that takes them, as clients of OpenAI and Anthropic send them. */
export const REQUEST_SEEDS: Readonly<Record<string, readonly Json[]>> = {
  '/v1/chat/completions': fixtures('chat-completions', 'openai.request.json'),
  '/v1/responses': fixtures('responses', 'openai.request.json'),
  '/v1/completions': fixtures('completions', 'openai.request.json'),
  '/v1/embeddings': fixtures('embeddings', 'openai.request.json'),
  '/v1/messages': MESSAGES,
  '/v1/images/generations': IMAGES,
  '/v1/moderations': MODERATIONS,
}

/** Bodies of Converse, without what belongs to the path. */
export const CONVERSE_SEEDS = fixtures('chat-completions', 'bedrock.request.json')
export const CONVERSE_ANSWERS = fixtures('chat-completions', 'bedrock.response.json')
export const CONVERSE_STREAMS = fixtures('chat-completions', 'bedrock.stream.jsonl') as readonly Json[][]
export const CHAT_ANSWERS = fixtures('chat-completions', 'openai.response.json')
export const CHAT_STREAMS = fixtures('chat-completions', 'openai.stream.jsonl') as readonly Json[][]

const text = 'Hello.\n\nHuman: Who are you?\n\nAssistant:'

/** Bodies of InvokeModel by a model of their family. */
export const INVOKE_SEEDS: Readonly<Record<string, readonly Json[]>> = {
  'anthropic.claude-3-haiku-20240307-v1:0': MESSAGES.map((body) => ({
    ...(body as { [key: string]: Json }),
    anthropic_version: 'bedrock-2023-05-31',
  })),
  'anthropic.claude-v2:1': [
    { prompt: `\n\nHuman: ${text}`, max_tokens_to_sample: 100, stop_sequences: ['\n\nHuman:'] },
  ],
  'amazon.titan-text-express-v1': [
    { inputText: text, textGenerationConfig: { maxTokenCount: 100, stopSequences: [], temperature: 0 } },
  ],
  'amazon.titan-embed-text-v2:0': [{ inputText: text, dimensions: 256, normalize: true }],
  'cohere.embed-english-v3': [{ texts: ['a', 'b'], input_type: 'search_document' }],
  'amazon.nova-lite-v1:0': [
    {
      schemaVersion: 'messages-v1',
      system: [{ text: 'Be brief.' }],
      messages: [{ role: 'user', content: [{ text: 'hello' }] }],
      inferenceConfig: { maxTokens: 100, temperature: 0.5 },
      toolConfig: {
        tools: [{ toolSpec: { name: 'w', inputSchema: { json: { type: 'object' } } } }],
        toolChoice: { auto: {} },
      },
    },
  ],
  'meta.llama3-8b-instruct-v1:0': [
    {
      prompt: '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nhello<|eot_id|>',
      max_gen_len: 100,
    },
  ],
  'mistral.mistral-7b-instruct-v0:2': [{ prompt: '<s>[INST] hello [/INST]', max_tokens: 100, stop: ['x'] }],
  'mistral.mistral-large-2402-v1:0': [{ messages: [{ role: 'user', content: 'hello' }], max_tokens: 100 }],
  'cohere.command-text-v14': [{ prompt: text, max_tokens: 100, stop_sequences: ['x'], stream: false }],
  'cohere.command-r-v1:0': [
    {
      message: 'hello',
      chat_history: [{ role: 'USER', message: 'hi' }],
      documents: [{ title: 'a', snippet: 'b' }],
    },
  ],
  'ai21.jamba-1-5-mini-v1:0': [{ messages: [{ role: 'user', content: 'hello' }], max_tokens: 100 }],
  'ai21.j2-mid-v1': [{ prompt: text, maxTokens: 100, stopSequences: ['x'] }],
  'deepseek.r1-v1:0': [
    { prompt: '<｜begin▁of▁sentence｜><｜User｜>hello<｜Assistant｜><think>\n', max_tokens: 100 },
  ],
  'openai.gpt-oss-20b-1:0': [{ messages: [{ role: 'user', content: 'hello' }], max_completion_tokens: 100 }],
}
