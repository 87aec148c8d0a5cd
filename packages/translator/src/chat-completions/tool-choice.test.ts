import type { ToolChoice } from '@aws-sdk/client-bedrock-runtime'
import { assert, constantFrom, dictionary, oneof, property, record, string, uniqueArray } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { WarningCollector, type TranslationContext } from '../context.ts'
import { DEFAULT_REASONING_RATIOS } from '../converse/reasoning.ts'
import { createRequestScope } from '../converse/request-scope.ts'
import type { RequestFields } from '../converse/request-table.ts'
import { toParallelToolChoice, toToolChoice } from '../converse/tool-choice.ts'
import { toToolConfiguration, type ToolFields } from '../converse/tool-configuration.ts'
import { createToolNames } from '../converse/tool-names.ts'
import { describeModel } from '../model-facts/describe-model.ts'
import { readToolChoice, toToolChoiceOption } from './tool-choice.ts'
import { readToolIntent, toFunctionTools } from './tools.ts'

const CLAUDE = describeModel('us.anthropic.claude-sonnet-4-5-20250929-v1:0')
const CONTEXT: TranslationContext = {
  model: CLAUDE,
  id: 'chatcmpl-1',
  created: 0,
  options: { strictOpenAICompliance: true, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
}

function request(fields: object): RequestFields {
  const body = { model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...fields }
  return { fields: body, nameOf: (name) => name }
}

function configure(fields: object, names: readonly string[], warnings = new WarningCollector()): ToolFields {
  const facts = { context: CONTEXT, warnings, conversationPath: 'messages', callIds: [] } as const
  const scope = createRequestScope({ ...facts, toolNames: names })
  return toToolConfiguration(readToolIntent(request(fields), warnings), false, scope)
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
        const toolNames = { toBedrock: (name: string) => name.slice(2), originals: new Map() }
        const back = toToolChoice(wanted, false, { context: CONTEXT, warnings, toolNames })
        expect(back).toEqual(given)
        expect(warnings.list()).toEqual([])
        expect(toParallelToolChoice(given)).toEqual({ disable_parallel_tool_use: true })
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
    const fields = {
      tools: [{ type: 'function', function: { name: 'a' } }],
      tool_choice: { type: 'function', function: { name: 'b' } },
    }
    expect(() => configure(fields, ['a', 'b'])).toThrow(
      expect.objectContaining({ status: 400, param: 'tool_choice' }),
    )
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
          const given = functions.map(({ name }) => name)
          const names = createToolNames(given)
          const { toolConfig } = configure({ tools }, given)
          expect(toFunctionTools(toolConfig, (name) => names.originals.get(name) ?? name)).toEqual(tools)
        },
      ),
    )
  })

  it('are refused when they are no functions, and kept once when offered twice', () => {
    const warnings = new WarningCollector()
    const twice = [1, 2].map(() => ({ type: 'function', function: { name: 'a' } }))
    const { toolConfig } = configure({ tools: twice }, ['a'], warnings)
    expect(toolConfig?.tools).toHaveLength(1)
    expect(warnings.list()).toMatchObject([{ code: 'duplicate_tool', field: 'tools[1]' }])
    const custom = { tools: [{ type: 'custom', custom: { name: 'a' } }] }
    expect(() => configure(custom, [], warnings)).toThrow(expect.objectContaining({ param: 'tools[0].type' }))
  })
})
