import type { CallerFunction } from '../chat-completions/caller-functions.ts'
import { selectFunctions } from '../chat-completions/caller-functions.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import type { WantedToolChoice } from '../converse/tool-choice.ts'
import { configureTools, type ToolFields, type ToolRequest } from '../converse/tools.ts'
import {
  expectArray,
  expectObject,
  expectString,
  isAbsent,
  isObject,
  optionalString,
  reject,
} from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import type { WarningCollector } from '../context.ts'
import { listCalledNames } from './tool-history.ts'

/**
 * Anthropic → Converse: `tools`, `tool_choice` and the format of the answer.
 *
 * @param thinking - whether the model thinks in this request
 * @throws TranslationError (400) for tools that only Anthropic's servers or Claude know, and for a choice of a tool that is
 * not there
 */
export function toTools(fields: JsonObject, thinking: boolean, scope: RequestScope): ToolFields {
  const choice = isObject(fields['tool_choice']) ? fields['tool_choice'] : undefined
  const wanted = toWantedChoice(choice)
  const request: ToolRequest = {
    wanted,
    offered: selectFunctions(readTools(fields['tools'], scope.warnings), wanted, scope.warnings),
    historyNames: listCalledNames(fields['messages']),
    responseFormat: toResponseFormat(fields),
    parallel: choice?.['disable_parallel_tool_use'] !== true,
    cacheTtl: undefined,
    thinking: () => thinking,
  }
  return configureTools(request, scope.toolNames, scope.context, scope.warnings)
}

/** Members of a tool that only Claude reads. */
const ONLY_CLAUDE = ['allowed_callers', 'defer_loading', 'input_examples'] as const

function readTools(tools: unknown, warnings: WarningCollector): CallerFunction[] {
  if (isAbsent(tools)) return []
  return expectArray(tools, 'tools').map((item, index) => {
    const path = `tools[${index}]`
    const tool = expectObject(item, path)
    if (!isAbsent(tool['type']) && tool['type'] !== 'custom') {
      return reject(
        `${path}.type`,
        `${path}.type is ${JSON.stringify(tool['type'])}, a tool that only Claude knows. Describe it by a name and an input_schema.`,
        'unsupported_tool',
      )
    }
    for (const name of ONLY_CLAUDE) {
      if (isAbsent(tool[name]) || tool[name] === false) continue
      warnings.add(
        'unsupported_parameter',
        `${path}.${name}`,
        `Only Claude reads ${name} of a tool; it was left out.`,
      )
    }
    return {
      name: expectString(tool['name'], `${path}.name`),
      description: optionalString(tool['description'], `${path}.description`) || undefined,
      parameters: tool['input_schema'],
      strict: tool['strict'] === true,
      path,
      source: tool,
    }
  })
}

/** https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use#forcing-tool-use */
function toWantedChoice(choice: JsonObject | undefined): WantedToolChoice {
  const base = { name: undefined, allowed: undefined, field: 'tool_choice', implicit: false } as const
  switch (choice?.['type']) {
    case undefined:
      return { ...base, mode: 'auto', implicit: true }
    case 'auto':
    case 'none':
      return { ...base, mode: choice['type'] }
    case 'any':
      return { ...base, mode: 'required' }
    case 'tool':
      return { ...base, mode: 'named', name: expectString(choice['name'], 'tool_choice.name') }
    default:
      return reject('tool_choice.type', 'tool_choice.type must be auto, any, tool or none.')
  }
}

/** https://docs.claude.com/en/docs/build-with-claude/structured-outputs */
function toResponseFormat(fields: JsonObject): ToolRequest['responseFormat'] {
  const config = fields['output_config']
  const format = (isObject(config) ? config['format'] : undefined) ?? fields['output_format']
  if (isAbsent(format)) return undefined
  const { type, schema } = expectObject(format, 'output_config.format')
  if (type !== 'json_schema')
    return reject('output_config.format.type', 'output_config.format.type must be json_schema.')
  return {
    type: 'json_schema',
    json_schema: {
      name: 'answer',
      schema: { ...expectObject(schema, 'output_config.format.schema') },
      strict: true,
    },
  }
}
