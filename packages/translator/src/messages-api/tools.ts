import type { WarningCollector } from '../context.ts'
import { selectFunctions, type CallerFunction } from '../converse/caller-functions.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import type { RequestFields } from '../converse/request-table.ts'
import { readStated, type Stated } from '../converse/stated.ts'
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
import { readResponseFormat } from './response-format.ts'
import { readToolChoice } from './tool-choice.ts'
import { listCalledNames } from './tool-history.ts'

/**
 * Anthropic → Converse: `tools`, `tool_choice` and the format of the answer.
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
      parameters: isAbsent(tool['input_schema'])
        ? undefined
        : expectObject(tool['input_schema'], `${path}.input_schema`),
      strict: tool['strict'] === true,
      path,
      parametersPath: `${path}.input_schema`,
      strictPath: `${path}.strict`,
      source: tool,
    }
  })
}
