import type { Tool } from 'openai/resources/responses/responses'

import { selectFunctions, toCallerFunction, type CallerFunction } from '../converse/caller-functions.ts'
import type { Stated } from '../converse/stated.ts'
import type { WantedToolChoice } from '../converse/tool-choice.ts'
import type { WarningCollector } from '../context.ts'
import { expectArray, expectObject, isAbsent, reject, type JsonObject } from '../json-shape.ts'
import { toCustomFunction } from './custom-tool.ts'

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
  namespace: 'Offer its tools one by one.',
  programmatic_tool_calling: 'Leave it out: the model calls the tools itself.',
  shell: 'Offer a function tool that runs commands.',
  tool_search: 'Offer the tools themselves.',
  web_search: 'Offer a function tool that searches the web.',
  web_search_2025_08_26: 'Offer a function tool that searches the web.',
  web_search_preview: 'Offer a function tool that searches the web.',
  web_search_preview_2025_03_11: 'Offer a function tool that searches the web.',
} satisfies Record<Exclude<Tool['type'], 'function' | 'custom'>, string>

/** The tools of a request, and which of them are custom ones. */
export interface OfferedTools {
  readonly offered: Stated<readonly CallerFunction[]> | undefined
  /** The caller's names. */
  readonly customNames: ReadonlySet<string>
}

/**
 * Responses → hub: `tools`: functions and custom tools, without those that `allowed_tools` leaves out.
 *
 * @throws TranslationError (400) for hosted tools, by name and with the remedy
 */
export function readTools(
  stated: Stated | undefined,
  wanted: WantedToolChoice,
  warnings: WarningCollector,
): OfferedTools {
  const customNames = new Set<string>()
  if (stated === undefined) return { offered: undefined, customNames }
  const functions = expectArray(stated.value, stated.path).map((item, index) => {
    const path = `${stated.path}[${index}]`
    const tool = expectObject(item, path)
    if (tool['type'] === 'function') return toFunction(tool, path, warnings)
    if (tool['type'] !== 'custom') return refuse(tool['type'], path)
    const custom = toCustomFunction(tool, path, warnings)
    customNames.add(custom.name)
    return custom
  })
  return {
    offered: { value: selectFunctions(functions, wanted, warnings), path: stated.path },
    customNames,
  }
}

/** Names of all offered tools. Faulty shapes are skipped. */
export function listOfferedNames(tools: unknown): string[] {
  return (Array.isArray(tools) ? tools : []).flatMap((tool: unknown) => {
    const name = typeof tool === 'object' && tool !== null && 'name' in tool ? tool.name : undefined
    return typeof name === 'string' ? [name] : []
  })
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
