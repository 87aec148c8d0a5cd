import type { ToolConfiguration } from '@aws-sdk/client-bedrock-runtime'
import type { FunctionTool, Tool } from 'openai/resources/responses/responses'

import { selectFunctions, toCallerFunction, type CallerFunction } from '../converse/caller-functions.ts'
import type { Stated } from '../converse/stated.ts'
import type { WantedToolChoice } from '../converse/tool-choice.ts'
import type { WarningCollector } from '../context.ts'
import { expectArray, expectObject, isAbsent, reject, type JsonObject } from '../json-shape.ts'
import { isStrictSchema } from '../chat-completions/strict-schema.ts'
import { toCustomFunction } from './custom-tool.ts'
import { joinName, type ListedTool, type NamespacedName } from './namespaces.ts'

/** Tools that run at OpenAI, or in a client that OpenAI's models were trained for → what to do without them. */
const HOSTED = {
  apply_patch: 'Offer a function or custom tool that applies patches.',
  code_interpreter: 'Offer a function tool that runs code.',
  computer: 'Offer function tools that operate the computer.',
  computer_use_preview: 'Offer function tools that operate the computer.',
  file_search: 'Offer a function tool that searches your files, or send them as input_file.',
  image_generation: 'Offer a function tool that makes images.',
  local_shell: 'Offer a function tool that runs commands.',
  mcp: 'Connect to the MCP server yourself, and offer its tools as function tools.',
  programmatic_tool_calling: 'Leave it out: the model calls the tools itself.',
  shell: 'Offer a function tool that runs commands.',
  tool_search: 'Offer the tools themselves.',
  web_search: 'Offer a function tool that searches the web.',
  web_search_2025_08_26: 'Offer a function tool that searches the web.',
  web_search_preview: 'Offer a function tool that searches the web.',
  web_search_preview_2025_03_11: 'Offer a function tool that searches the web.',
} satisfies Record<Exclude<Tool['type'], 'function' | 'custom' | 'namespace'>, string>

/** The tools of a request, and which of them are custom ones. */
export interface OfferedTools {
  readonly offered: Stated<readonly CallerFunction[]> | undefined
  /** See `joinName`. */
  readonly customNames: ReadonlySet<string>
  /** The tools of namespaces, by `joinName`. */
  readonly namespaces: ReadonlyMap<string, NamespacedName>
}

/**
 * Responses → hub: `tools`, and those of `additional_tools` items: functions and custom tools, in namespaces or not, without those that
 * `allowed_tools` leaves out.
 *
 * @throws TranslationError (400) for hosted tools, by name and with the remedy
 */
export function readTools(
  stated: Stated | undefined,
  listed: readonly ListedTool[],
  wanted: WantedToolChoice,
  warnings: WarningCollector,
): OfferedTools {
  const customNames = new Set<string>()
  const namespaces = new Map<string, NamespacedName>()
  if (stated !== undefined) expectArray(stated.value, stated.path)
  else if (listed.length === 0) return { offered: undefined, customNames, namespaces }
  const functions = listed.map((item) => {
    const { path, namespace } = item
    const tool = expectObject(item.tool, path)
    const own = toOwnFunction(tool, path, warnings)
    const name = joinName({ namespace: namespace?.name, name: own.name })
    if (tool['type'] === 'custom') customNames.add(name)
    if (namespace === undefined) return own
    namespaces.set(name, { namespace: namespace.name, name: own.name })
    return { ...own, name, description: describe(own, namespace) }
  })
  return {
    offered: { value: selectFunctions(functions, wanted, warnings), path: stated?.path ?? 'input' },
    customNames,
    namespaces,
  }
}

function toOwnFunction(tool: JsonObject, path: string, warnings: WarningCollector): CallerFunction {
  if (tool['type'] === 'function') return toFunction(tool, path, warnings)
  return tool['type'] === 'custom' ? toCustomFunction(tool, path, warnings) : refuse(tool['type'], path)
}

/** What a namespace says of all its tools stands behind what each says of itself. */
function describe(
  { description }: CallerFunction,
  { name, description: shared }: NonNullable<ListedTool['namespace']>,
): string | undefined {
  const about = shared.trim() === '' ? '' : `${name}: ${shared.trim()}`
  const texts = [description ?? '', about].filter((text) => text !== '')
  return texts.length === 0 ? undefined : texts.join('\n\n')
}

/** Refuses what only OpenAI has: by its type, wherever in a request it stands. */
export function refuseHosted(type: string, path: string): never {
  const remedy = Object.hasOwn(HOSTED, type) ? ` ${HOSTED[type as keyof typeof HOSTED]}` : ''
  return reject(
    path,
    `${path} is ${JSON.stringify(type)}, which Bedrock does not have: function and custom tools are served.${remedy}`,
    'unsupported_tool',
  )
}

function refuse(type: unknown, path: string): never {
  if (typeof type === 'string') return refuseHosted(type, `${path}.type`)
  return reject(`${path}.type`, `${path}.type must be "function" or "custom".`)
}

/** Members of a function that say how OpenAI would load and run it. */
const NOT_HERE = ['allowed_callers', 'defer_loading', 'output_schema'] as const

function toFunction(tool: JsonObject, path: string, warnings: WarningCollector): CallerFunction {
  const { name, description, parameters, strict } = tool
  for (const member of NOT_HERE) {
    if (isAbsent(tool[member]) || tool[member] === false) continue
    warnings.add(
      'unsupported_parameter',
      `${path}.${member}`,
      `${path}.${member} was left out: Bedrock has no counterpart.`,
    )
  }
  return toCallerFunction({ name, description, parameters, strict }, path, tool)
}

/** Converse → Responses: the functions of a request. Cache points have no counterpart and are left out. */
export function toResponseTools(
  configuration: ToolConfiguration | undefined,
  warnings: WarningCollector,
): FunctionTool[] {
  return (configuration?.tools ?? []).flatMap((tool, index): FunctionTool[] => {
    const spec = tool.toolSpec
    if (spec === undefined) return []
    const parameters = spec.inputSchema?.json as JsonObject | undefined
    const strict = spec.strict === true && isStrictSchema(parameters ?? {})
    if (spec.strict === true && !strict) warnOfOpenSchema(index, warnings)
    return [
      {
        type: 'function',
        name: spec.name ?? '',
        ...(spec.description === undefined ? {} : { description: spec.description }),
        parameters: parameters === undefined ? null : { ...parameters },
        // Where nothing is said the API would turn strictness on, and refuse schemas that do not fit it.
        strict,
      },
    ]
  })
}

function warnOfOpenSchema(index: number, warnings: WarningCollector): void {
  const field = `toolConfig.tools[${index}].toolSpec.strict`
  warnings.add(
    'strict_not_supported',
    field,
    `${field} was left out: strict schemas of OpenAI close every object and require all of its properties.`,
  )
}
