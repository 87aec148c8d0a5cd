import type OpenAI from 'openai'
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'
import { expectTypeOf, test } from 'vitest'

import type { AnswerExtras } from '../converse/answer-extras.ts'
import type { ContentBlockDeltaPart } from './answer-types.ts'
import type { ChatCompletionRequestExtensions, ContentBlockPart } from './openai-types.ts'
import type { ThinkingPart } from '../converse/reasoning-blocks.ts'
import { thinkingPart, videoPart } from './openai-types.ts'

type Create = OpenAI['chat']['completions']['create']
const create = (body: ChatCompletionCreateParamsNonStreaming): ChatCompletionCreateParamsNonStreaming => body

test('create() takes the extensions of the body', () => {
  expectTypeOf<Parameters<Create>[0]>().toExtend<ChatCompletionRequestExtensions>()
  create({
    model: 'm',
    messages: [],
    top_k: 5,
    stop_sequences: ['END'],
    thinking: { type: 'enabled', budget_tokens: 2048 },
    include_thinking_data: true,
    anthropic_beta: ['interleaved-thinking-2025-05-14'],
    guardrailConfig: { guardrailIdentifier: 'abc', guardrailVersion: 'DRAFT', trace: 'enabled' },
    additionalModelRequestFields: { custom: 1 },
    additionalModelResponseFieldPaths: ['/stop_sequence'],
    performanceConfig: { latency: 'optimized' },
    promptVariables: { topic: { text: 'rain' }, tone: 'dry' },
    requestMetadata: { team: 'blue' },
    serviceTier: { type: 'reserved' },
    extra_body: { top_k: 5 },
  })
  // @ts-expect-error: a thinking budget is a number
  create({ model: 'm', messages: [], thinking: { type: 'enabled', budget_tokens: 'much' } })
  // @ts-expect-error: fields that nobody has declared are still refused
  create({ model: 'm', messages: [], top_kk: 5 })
})

test('messages and parts take cache marks, media types and reasoning', () => {
  create({
    model: 'm',
    messages: [
      { role: 'system', content: 'Long', cache_control: { type: 'ephemeral', ttl: '1h' } },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hi', cache_control: { type: 'ephemeral' } },
          {
            type: 'image_url',
            image_url: { url: 's3://b/k', mime_type: 'image/png', bucketOwner: '123456789012' },
          },
          { type: 'file', file: { file_data: 's3://b/k', mime_type: 'application/pdf' } },
          videoPart({ type: 'video_url', video_url: { url: 's3://b/k', mime_type: 'video/mp4' } }),
        ],
      },
      {
        role: 'assistant',
        content: [thinkingPart({ type: 'thinking', thinking: 'So', signature: 'x' })],
        content_blocks: [{ type: 'redacted_thinking', data: 'AA==' }],
        reasoning_content: 'So',
      },
    ],
    tools: [{ type: 'function', function: { name: 'f' }, cache_control: { type: 'ephemeral' } }],
  })
  expectTypeOf<ThinkingPart>().toHaveProperty('signature')
})

test('answers have what Bedrock says beyond OpenAI, and can be sent back', () => {
  type Message = ChatCompletion.Choice['message']
  type Delta = ChatCompletionChunk.Choice.Delta
  expectTypeOf<Message['content_blocks']>().toEqualTypeOf<ContentBlockPart[] | undefined>()
  expectTypeOf<Message['reasoning_content']>().toEqualTypeOf<string | null | undefined>()
  expectTypeOf<Delta['content_blocks']>().toEqualTypeOf<ContentBlockDeltaPart[] | undefined>()
  expectTypeOf<Delta['annotations']>().toEqualTypeOf<Message['annotations']>()
  expectTypeOf<ChatCompletion.Choice['native_finish_reason']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<ChatCompletion>().toExtend<AnswerExtras>()
  expectTypeOf<ChatCompletionChunk>().toExtend<AnswerExtras>()
  expectTypeOf<Message>().toExtend<ChatCompletionMessageParam>()
})
