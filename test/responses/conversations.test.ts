import {
  describeModel,
  RESPONSE_REQUEST_FIELDS,
  toConverseJson,
  toResponsesConverseRequest,
  TranslationError,
} from '@patchbay/translator'
import type { TranslatedResponseRequest, TranslationContext } from '@patchbay/translator'
import * as fc from 'fast-check'
import type { ResponseCreateParams } from 'openai/resources/responses/responses'
import { describe, expect, it } from 'vitest'

import { checkConverse } from '../../packages/testing/src/bedrock-server/converse.ts'
import { awkwardRequest } from '../support/conversation.arbitrary.ts'
import { toItems } from './support/awkward-items.ts'

/** One model for each way of behaving. */
const MODELS = [
  'us.anthropic.claude-3-7-sonnet-20250219-v1:0',
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'us.anthropic.claude-opus-4-6-v1',
  'us.amazon.nova-pro-v1:0',
  'us.amazon.nova-2-lite-v1:0',
  'us.meta.llama3-3-70b-instruct-v1:0',
  'us.meta.llama4-maverick-17b-instruct-v1:0',
  'mistral.mistral-large-2402-v1:0',
  'mistral.mistral-7b-instruct-v0:2',
  'amazon.titan-text-express-v1',
  'us.deepseek.r1-v1:0',
  'openai.gpt-oss-120b-1:0',
]
const RUNS = Number(process.env['CONVERSATIONS'] ?? 150)
const GARBAGE_RUNS = 60
const NO_MODELS = { foundationModels: [], inferenceProfiles: [] }

const FIELDS = Object.keys(RESPONSE_REQUEST_FIELDS)
const ITEM_TYPES = [
  'message',
  'reasoning',
  'function_call',
  'function_call_output',
  'custom_tool_call',
  'custom_tool_call_output',
  'item_reference',
  'web_search_call',
  'nonsense',
]
const garbage = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>('', {}, [], null, -1, 'none', [{ type: 'function' }], [{ type: 'custom' }]),
)

describe('arbitrary conversations', () => {
  it.each(MODELS)('are taken by a strict Bedrock: %s', (id) => {
    const context = contextOf(id)
    fc.assert(
      fc.property(awkwardRequest(context.model.capabilities), fc.boolean(), (request, stream) => {
        const body = { ...toItems(request), stream }
        const translated = translate(deepFreeze(body), context)
        if (translated === undefined) return
        const sent: unknown = JSON.parse(JSON.stringify(toConverseJson(translated.value)))
        const checked = checkConverse(id, sent, stream && !translated.responseContext.nonStreaming, NO_MODELS)
        expect('refusal' in checked ? checked : undefined).toBeUndefined()
        expect(translate(body, context)).toEqual(translated)
        const shared = /\b(?:messages|reasoning_effort|response_format|max_tokens|max_completion_tokens)\b/
        for (const { field } of translated.warnings) expect(field).not.toMatch(shared)
      }),
      { numRuns: RUNS },
    )
  })
})

describe('arbitrary garbage', () => {
  const context = contextOf('us.anthropic.claude-sonnet-4-5-20250929-v1:0')

  it.each(FIELDS)('in %s is translated or refused by name, never a crash', (field) => {
    fc.assert(
      fc.property(garbage, (value) => {
        expect(outcomeOf({ model: 'm', input: 'Hi', [field]: value }, context)).toMatch(
          /^(translated|refused)$/,
        )
      }),
      { numRuns: GARBAGE_RUNS },
    )
  })

  it.each(ITEM_TYPES)('in items of type %s is translated or refused by name, never a crash', (type) => {
    const part = fc.record(
      {
        type: fc.constantFrom('input_text', 'output_text', 'refusal', 'input_image', 'input_file', 'x'),
        text: garbage,
        image_url: garbage,
        file_data: garbage,
        filename: garbage,
        cache_control: garbage,
      },
      { requiredKeys: ['type'] },
    )
    const members = fc.constantFrom(
      'role',
      'content',
      'call_id',
      'name',
      'arguments',
      'input',
      'output',
      'summary',
      'encrypted_content',
      'id',
    )
    const text = fc.constantFrom('user', 'assistant', 'system', 'patchbay.v1.', 'patchbay.v1.e30=', '{}')
    const member = fc.oneof(garbage, fc.array(part), text)
    fc.assert(
      fc.property(fc.dictionary(members, member), (item) => {
        const body = {
          model: 'm',
          input: [
            { role: 'user', content: 'Hi' },
            { ...item, type },
          ],
        }
        expect(outcomeOf(body, context)).toMatch(/^(translated|refused)$/)
      }),
      { numRuns: GARBAGE_RUNS * 3 },
    )
  })
})

function outcomeOf(body: unknown, context: TranslationContext): string {
  try {
    toResponsesConverseRequest(body as ResponseCreateParams, context)
    return 'translated'
  } catch (error) {
    return TranslationError.is(error) && error.status === 400 && error.param !== null
      ? 'refused'
      : String(error)
  }
}

/** Only a conversation that says nothing at all may be refused. */
function translate(body: unknown, context: TranslationContext): TranslatedResponseRequest | undefined {
  try {
    return toResponsesConverseRequest(body as ResponseCreateParams, context)
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
    id: 'resp_1',
    created: 0,
    options: {
      strictOpenAICompliance: true,
      thinkTags: false,
      reasoningRatios: { minimal: 0.1, low: 0.2, medium: 0.5, high: 0.8 },
    },
  }
}
