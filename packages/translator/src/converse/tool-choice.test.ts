import type { ToolChoice } from '@aws-sdk/client-bedrock-runtime'
import { assert, constantFrom, dictionary, oneof, property, record, string, uniqueArray } from 'fast-check'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'
import { describe, expect, it } from 'vitest'

import { WarningCollector, type TranslationContext } from '../context.ts'
import { describeModel } from '../model-facts/describe-model.ts'
import { DEFAULT_REASONING_RATIOS } from './reasoning.ts'
import { readToolChoice, toAnthropicToolChoice, toToolChoice, toToolChoiceOption } from './tool-choice.ts'
import { createToolNames } from './tool-names.ts'
import { toFunctionTools, toToolConfiguration } from './tools.ts'

const CLAUDE = describeModel('us.anthropic.claude-sonnet-4-5-20250929-v1:0')
const CONTEXT: TranslationContext = {
  model: CLAUDE,
  id: 'chatcmpl-1',
  created: 0,
  options: { strictOpenAICompliance: true, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
}

function request(fields: object): ChatCompletionCreateParams {
  return { model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...fields }
}

describe('tool choice', () => {
  const choice = oneof(
    constantFrom<ToolChoice>({ auto: {} }, { any: {} }),
    string({ minLength: 1 }).map((name): ToolChoice => ({ tool: { name } })),
  )

  it('comes back as it went, where the model knows all forms', () => {
    assert(
      property(choice, (given) => {
        const warnings = new WarningCollector()
        const option = toToolChoiceOption(given, (name) => `x.${name}`)
        const wanted = readToolChoice(request({ tool_choice: option }))
        const back = toToolChoice(wanted, CLAUDE.capabilities, false, (name) => name.slice(2), warnings)
        expect(back).toEqual(given)
        expect(warnings.list()).toEqual([])
        expect(toAnthropicToolChoice(given)['type']).toBe(Object.keys(given)[0])
      }),
    )
  })

  it.each([{ type: 'custom', custom: { name: 'a' } }, 'sometimes', {}])(
    'refuses %j by name',
    (tool_choice) => {
      expect(() => readToolChoice(request({ tool_choice }))).toThrow(
        expect.objectContaining({ param: 'tool_choice' }),
      )
    },
  )

  it('refuses a tool that is not offered', () => {
    const body = request({
      tools: [{ type: 'function', function: { name: 'a' } }],
      tool_choice: { type: 'function', function: { name: 'b' } },
    })
    expect(() =>
      toToolConfiguration(body, createToolNames(['a', 'b']), CONTEXT, new WarningCollector(), false),
    ).toThrow(expect.objectContaining({ status: 400, param: 'tool_choice' }))
  })
})

describe('tools', () => {
  const tool = record({
    name: string({ minLength: 1 }),
    description: string({ minLength: 1 }).filter((text) => text.trim() !== ''),
    parameters: dictionary(constantFrom('a', 'b'), string()).map((properties) => ({
      type: 'object',
      properties,
    })),
  })

  it('come back with their own names', () => {
    assert(
      property(
        uniqueArray(tool, { selector: ({ name }) => name, minLength: 1, maxLength: 5 }),
        (functions) => {
          const tools = functions.map((definition) => ({ type: 'function', function: definition }))
          const names = createToolNames(functions.map(({ name }) => name))
          const { toolConfig } = toToolConfiguration(
            request({ tools }),
            names,
            CONTEXT,
            new WarningCollector(),
            false,
          )
          expect(toFunctionTools(toolConfig, (name) => names.originals.get(name) ?? name)).toEqual(tools)
        },
      ),
    )
  })

  it('are refused when they are no functions, and kept once when offered twice', () => {
    const warnings = new WarningCollector()
    const twice = [1, 2].map(() => ({ type: 'function', function: { name: 'a' } }))
    const { toolConfig } = toToolConfiguration(
      request({ tools: twice }),
      createToolNames(['a']),
      CONTEXT,
      warnings,
      false,
    )
    expect(toolConfig?.tools).toHaveLength(1)
    expect(warnings.list()).toMatchObject([{ code: 'duplicate_tool', field: 'tools[1]' }])
    const custom = request({ tools: [{ type: 'custom', custom: { name: 'a' } }] })
    expect(() => toToolConfiguration(custom, createToolNames([]), CONTEXT, warnings, false)).toThrow(
      expect.objectContaining({ param: 'tools[0].type' }),
    )
  })
})
