import {
  describeModel,
  REQUEST_FIELDS,
  toConverseJson,
  toConverseRequest,
  TranslationError,
} from '@patchbay/translator'
import type { TranslatedRequest, TranslationContext } from '@patchbay/translator'
import * as fc from 'fast-check'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
import { describe, expect, it } from 'vitest'

import { checkConverse } from '../../packages/testing/src/bedrock-server/converse.ts'
import type { AwkwardRequest } from '../support/conversation.arbitrary.ts'
import { awkwardRequest } from '../support/conversation.arbitrary.ts'

/** One model for each way of behaving. */
const MODELS = [
  'anthropic.claude-3-haiku-20240307-v1:0',
  'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'us.anthropic.claude-opus-4-6-v1',
  'us.anthropic.claude-opus-4-7',
  'us.amazon.nova-pro-v1:0',
  'us.amazon.nova-2-lite-v1:0',
  'us.meta.llama3-3-70b-instruct-v1:0',
  'us.meta.llama3-2-90b-instruct-v1:0',
  'us.meta.llama4-maverick-17b-instruct-v1:0',
  'mistral.mistral-large-2402-v1:0',
  'mistral.mistral-large-2407-v1:0',
  'us.mistral.pixtral-large-2502-v1:0',
  'mistral.mistral-7b-instruct-v0:2',
  'amazon.titan-text-express-v1',
  'cohere.command-r-plus-v1:0',
  'ai21.jamba-1-5-large-v1:0',
  'us.deepseek.r1-v1:0',
  'deepseek.v3-v1:0',
  'openai.gpt-oss-120b-1:0',
  'qwen.qwen3-32b-v1:0',
]

/** Conversations for each model, 10,500 in all; `CONVERSATIONS` asks for another number. */
const RUNS = Number(process.env['CONVERSATIONS'] ?? 500)
/** Garbage for each field and role. */
const GARBAGE_RUNS = 60
const NO_MODELS = { foundationModels: [], inferenceProfiles: [] }

const FIELDS = Object.keys(REQUEST_FIELDS)
const ROLES = ['system', 'developer', 'user', 'assistant', 'tool', 'function']
const partMember = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.record({ url: fc.string(), name: fc.string(), arguments: fc.string() }),
)
/** Something like a content part or a tool call. */
const part = fc.record(
  {
    type: fc.constantFrom(
      'text',
      'image_url',
      'file',
      'input_audio',
      'video_url',
      'thinking',
      'function',
      'custom',
    ),
    id: fc.string(),
    text: partMember,
    image_url: partMember,
    file: partMember,
    input_audio: partMember,
    video_url: partMember,
    thinking: partMember,
    function: partMember,
    cache_control: partMember,
  },
  { requiredKeys: ['type'] },
)

describe('arbitrary conversations', () => {
  it.each(MODELS)('are taken by a strict Bedrock: %s', (id) => {
    const context = contextOf(id)
    const made = awkwardRequest(context.model.capabilities)
    fc.assert(
      fc.property(made, fc.boolean(), (request, streaming) => {
        const translated = translate(deepFreeze(request), context)
        if (translated === undefined) return
        const stream = streaming && !translated.responseContext.nonStreaming
        const body: unknown = JSON.parse(JSON.stringify(toConverseJson(translated.value)))
        const checked = checkConverse(id, body, stream, NO_MODELS)
        expect('refusal' in checked ? checked : undefined).toBeUndefined()
        expect(translate(request, context)).toEqual(translated)
      }),
      { numRuns: RUNS },
    )
  })
})

describe('arbitrary garbage', () => {
  const context = contextOf('us.anthropic.claude-sonnet-4-5-20250929-v1:0')
  const garbage = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>('', {}, [], null, -1, 'none'),
  )

  it.each(FIELDS)('in %s is translated or refused by name, never a crash', (field) => {
    fc.assert(
      fc.property(garbage, (value) => {
        const body = { model: 'm', messages: [{ role: 'user', content: 'Hi' }], [field]: value }
        expect(outcomeOf(body, context)).toMatch(/^(translated|refused)$/)
      }),
      { numRuns: GARBAGE_RUNS },
    )
  })

  it.each(ROLES)('in a %s message is translated or refused by name, never a crash', (role) => {
    const members = fc.constantFrom(
      'content',
      'tool_calls',
      'function_call',
      'name',
      'tool_call_id',
      'refusal',
      'cache_control',
      'content_blocks',
      'reasoning_content',
    )
    fc.assert(
      fc.property(fc.dictionary(members, fc.oneof(garbage, fc.array(part))), (message) => {
        const body = { model: 'm', messages: [{ role, ...message }] }
        expect(outcomeOf(body, context)).toMatch(/^(translated|refused)$/)
      }),
      { numRuns: GARBAGE_RUNS * 3 },
    )
  })
})

function outcomeOf(body: unknown, context: TranslationContext): string {
  try {
    toConverseRequest(body as ChatCompletionCreateParams, context)
    return 'translated'
  } catch (error) {
    return TranslationError.is(error) && error.status === 400 && error.param !== null
      ? 'refused'
      : String(error)
  }
}

/** Only a conversation that says nothing at all may be refused. */
function translate(request: AwkwardRequest, context: TranslationContext): TranslatedRequest | undefined {
  try {
    return toConverseRequest(request as unknown as ChatCompletionCreateParams, context)
  } catch (error) {
    if (TranslationError.is(error) && error.message.includes('not blank')) return undefined
    throw error
  }
}

/** A translator that writes into its input would throw. */
function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze)
  return Object.freeze(value)
}

function contextOf(id: string): TranslationContext {
  return {
    model: describeModel(id),
    id: 'chatcmpl-1',
    created: 0,
    options: {
      strictOpenAICompliance: true,
      thinkTags: false,
      reasoningRatios: { minimal: 0.1, low: 0.2, medium: 0.5, high: 0.8 },
    },
  }
}
