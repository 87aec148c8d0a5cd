import type { WarningCollector } from '../context.ts'
import { selectFunctions, type CallerFunction } from '../converse/caller-functions.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import type { RequestFields } from '../converse/request-table.ts'
import type { ResponseFormatIntent } from '../converse/response-format.ts'
import { readStated, type Stated } from '../converse/stated.ts'
import type { WantedToolChoice } from '../converse/tool-choice.ts'
import type { ToolIntent } from '../converse/tool-configuration.ts'
import {
  expectArray,
  expectObject,
  expectString,
  isAbsent,
  isObject,
  optionalString,
  reject,
} from '../json-shape.ts'
import { listCalledNames } from './tool-history.ts'

/**
 * Messages → hub: `tools`, `tool_choice` and the format of the answer.
 *
 * @throws TranslationError (400) for tools that only Anthropic's servers or Claude know, and for unknown choices and formats
 */
export function readToolIntent(request: RequestFields, { warnings }: RequestScope): ToolIntent {
  const choice = readStated(request, 'tool_choice')
  const wanted = readToolChoice(choice)
  const tools = readStated(request, 'tools')
  const disabled = isObject(choice?.value) && choice.value['disable_parallel_tool_use'] === true
  return {
    wanted,
    offered:
      tools === undefined
        ? undefined
        : { value: selectFunctions(readTools(tools, warnings), wanted, warnings), path: tools.path },
    historyNames: listCalledNames(request.fields['messages']),
    responseFormat: readResponseFormat(request),
    parallel: disabled ? { value: false, path: `${choice.path}.disable_parallel_tool_use` } : undefined,
  }
}

/** Members of a tool that only Claude reads. */
const ONLY_CLAUDE = ['allowed_callers', 'defer_loading', 'input_examples'] as const

function readTools({ value, path: toolsPath }: Stated, warnings: WarningCollector): CallerFunction[] {
  return expectArray(value, toolsPath).map((item, index) => {
    const path = `${toolsPath}[${index}]`
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
      strictPath: `${path}.strict`,
      source: tool,
    }
  })
}

/** https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use#forcing-tool-use */
function readToolChoice(stated: Stated | undefined): WantedToolChoice {
  const path = stated?.path ?? 'tool_choice'
  const choice = isObject(stated?.value) ? stated.value : {}
  const base = { name: undefined, allowed: undefined, path, implicit: false } as const
  switch (choice['type']) {
    case undefined:
      return { ...base, mode: 'auto', implicit: true }
    case 'auto':
    case 'none':
      return { ...base, mode: choice['type'] }
    case 'any':
      return { ...base, mode: 'required' }
    case 'tool':
      return { ...base, mode: 'named', name: expectString(choice['name'], `${path}.name`) }
    default:
      return reject(`${path}.type`, `${path}.type must be auto, any, tool or none.`)
  }
}

/** https://docs.claude.com/en/docs/build-with-claude/structured-outputs */
function readResponseFormat(request: RequestFields): ResponseFormatIntent | undefined {
  const stated = findFormat(request)
  if (stated === undefined) return undefined
  const { value, path } = stated
  const { type, schema } = expectObject(value, path)
  if (type !== 'json_schema') return reject(`${path}.type`, `${path}.type must be json_schema.`)
  const schemaPath = `${path}.schema`
  return { type, path, name: 'answer', schema: { value: expectObject(schema, schemaPath), path: schemaPath } }
}

/** `output_config.format`, or `output_format`, its earlier name. */
function findFormat(request: RequestFields): Stated | undefined {
  const config = readStated(request, 'output_config')
  const format = isObject(config?.value) ? config.value['format'] : undefined
  return config === undefined || isAbsent(format)
    ? readStated(request, 'output_format')
    : { value: format, path: `${config.path}.format` }
}
