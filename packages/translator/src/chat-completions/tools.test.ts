import {
  anything,
  array,
  assert,
  constantFrom,
  dictionary,
  oneof,
  property,
  record,
  string,
} from 'fast-check'
import { describe, expect, it } from 'vitest'

import { WarningCollector, type TranslationContext } from '../context.ts'
import { DEFAULT_REASONING_RATIOS, toReasoningFields, type ReasoningFields } from '../converse/reasoning.ts'
import { createRequestScope, type RequestScope } from '../converse/request-scope.ts'
import type { RequestFields } from '../converse/request-table.ts'
import { toToolConfiguration, type ToolFields } from '../converse/tool-configuration.ts'
import { describeModel } from '../model-facts/describe-model.ts'
import { TranslationError } from '../translation-error.ts'
import { readReasoningIntent } from './reasoning-effort.ts'
import { readInferenceIntent } from './sampling.ts'
import { readToolIntent } from './tools.ts'

const MODELS = [
  'us.anthropic.claude-3-5-sonnet-20240620-v1:0',
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'us.anthropic.claude-opus-4-6-v1',
  'us.amazon.nova-2-lite-v1:0',
  'us.meta.llama3-3-70b-instruct-v1:0',
  'amazon.titan-text-express-v1',
  'openai.gpt-oss-120b-1:0',
  'unheard.of-model-v1:0',
] as const

function contextOf(model: string): TranslationContext {
  return {
    model: describeModel(model),
    id: 'chatcmpl-1',
    created: 0,
    options: { strictOpenAICompliance: true, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
  }
}

function readRequest(fields: object, model: string): { request: RequestFields; scope: RequestScope } {
  const warnings = new WarningCollector()
  const request = { fields: { model: 'm', messages: [], ...fields }, nameOf: (name: string) => name }
  const context = contextOf(model)
  const scope = createRequestScope({
    context,
    warnings,
    conversationPath: 'messages',
    toolNames: [],
    callIds: [],
  })
  return { request, scope }
}

function readReasoning(fields: object, model: string): ReasoningFields {
  const { request, scope } = readRequest(fields, model)
  return toReasoningFields(readReasoningIntent(request, readInferenceIntent(request)), scope)
}

function translate(fields: object, model: string): { tools: ToolFields; warnings: string[] } {
  const { request, scope } = readRequest(fields, model)
  const reasoning = readReasoningIntent(request, readInferenceIntent(request))
  const { thinking } = toReasoningFields(reasoning, scope)
  const tools = toToolConfiguration(readToolIntent(request, scope.warnings), thinking, scope)
  return { tools, warnings: scope.warnings.list().map(({ code }) => code) }
}

const SCHEMA = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }
const FORMAT = { type: 'json_schema', json_schema: { name: 'n', schema: SCHEMA } }

describe('toToolConfiguration', () => {
  it('either translates or refuses by name, whatever it is given', () => {
    const junk = oneof(
      anything(),
      constantFrom<unknown>('auto', 'none', 'required', 'low', { type: 'function' }),
    )
    const tool = oneof(
      dictionary(string(), anything()),
      record({
        type: constantFrom('function'),
        function: oneof(anything(), record({ name: string(), parameters: junk })),
      }),
    )
    const fields = record(
      {
        tools: array(tool, { maxLength: 3 }),
        functions: array(record({ name: string() }), { maxLength: 2 }),
        tool_choice: oneof(junk, record({ type: constantFrom('allowed_tools'), allowed_tools: junk })),
        function_call: junk,
        response_format: oneof(junk, record({ type: constantFrom('json_schema'), json_schema: junk })),
        reasoning_effort: junk,
        thinking: junk,
        max_tokens: junk,
        parallel_tool_calls: junk,
        extra_body: junk,
      },
      { requiredKeys: [] },
    )
    assert(
      property(fields, constantFrom(...MODELS), (given, model) => {
        try {
          return !translate(given, model).tools.suppressToolCalls
        } catch (error) {
          if (!TranslationError.is(error)) throw error
          return error.status === 400 && error.param !== null
        }
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'native'],
    ['us.anthropic.claude-3-5-sonnet-20240620-v1:0', 'forced'],
    ['us.anthropic.claude-3-7-sonnet-20250219-v1:0', 'forced'],
    ['us.amazon.nova-pro-v1:0', 'forced'],
    ['us.mistral.pixtral-large-2502-v1:0', 'any'],
    ['us.meta.llama3-3-70b-instruct-v1:0', 'instructed'],
    ['amazon.titan-text-express-v1', 'told'],
  ])('%s gives structured answers when %s', (model, way) => {
    const { tools } = translate({ response_format: FORMAT }, model)
    const choice = tools.toolConfig?.toolChoice
    expect({
      native: tools.outputConfig !== undefined,
      forced: choice?.tool !== undefined,
      any: choice?.any !== undefined,
      instructed: tools.structuredOutputTool !== undefined && tools.instruction !== undefined,
      told: tools.toolConfig === undefined && tools.instruction !== undefined,
    }).toEqual({ native: false, forced: false, any: false, instructed: false, told: false, [way]: true })
  })

  it('does not force the stand-in tool on a model that thinks, nor take a name of the caller for it', () => {
    const fields = {
      response_format: FORMAT,
      reasoning_effort: 'low',
      tools: [{ type: 'function', function: { name: 'structured_output' } }],
    }
    const { tools } = translate(fields, 'us.anthropic.claude-3-7-sonnet-20250219-v1:0')
    expect(tools.toolConfig?.toolChoice).toBeUndefined()
    expect(tools.structuredOutputTool).toBe('structured_output_2')
    expect(tools.instruction).toContain('structured_output_2')
  })

  it('falls back to a tool for a schema that leads back to itself', () => {
    const schema = { type: 'object', properties: { next: { $ref: '#' } } }
    const format = { type: 'json_schema', json_schema: { name: 'n', schema } }
    const { tools } = translate({ response_format: format }, 'us.anthropic.claude-sonnet-4-5-20250929-v1:0')
    expect(tools).toMatchObject({ structuredOutputTool: 'structured_output' })
    expect(tools).not.toHaveProperty('outputConfig')
  })

  it('keeps an explicit budget within the answer, and leaves it to models that think', () => {
    const thinking = { type: 'enabled', budget_tokens: 9000 }
    const read = (fields: object, model: string): unknown => readReasoning({ thinking, ...fields }, model)
    const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
    const withBudget = (budget_tokens: number): object => ({
      thinking: true,
      additionalFields: { thinking: { type: 'enabled', budget_tokens } },
    })
    expect(read({}, sonnet)).toEqual({ ...withBudget(9000), maxTokens: 17_192 })
    expect(read({ max_tokens: 4000 }, sonnet)).toEqual(withBudget(3999))
    const anthropic_beta = 'a-1,interleaved-thinking-2025-05-14'
    expect(read({ max_tokens: 4000, anthropic_beta }, sonnet)).toEqual(withBudget(9000))
    expect(read({ thinking: { type: 'disabled' } }, sonnet)).toEqual({ thinking: false })
    expect(read({}, 'us.anthropic.claude-3-5-sonnet-20240620-v1:0')).toEqual({ thinking: false })
    expect(() => read({ max_completion_tokens: 1024 }, sonnet)).toThrow(
      expect.objectContaining({ status: 400, param: 'max_completion_tokens' }),
    )
  })

  it('lets adaptive thinking and an effort stand together, and says when it cannot', () => {
    const fields = { thinking: { type: 'adaptive' }, reasoning_effort: 'max' }
    expect(readReasoning(fields, 'us.anthropic.claude-opus-4-6-v1')).toEqual({
      thinking: true,
      additionalFields: { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } },
    })
    const enabled = {
      thinking: { type: 'enabled', budget_tokens: 2000 },
      reasoning_effort: 'max',
      max_tokens: 4000,
    }
    expect(translate(enabled, 'us.anthropic.claude-sonnet-4-5-20250929-v1:0').warnings).toEqual([
      'unsupported_parameter',
    ])
  })
})
