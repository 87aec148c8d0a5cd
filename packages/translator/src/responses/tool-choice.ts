import type { ToolChoice } from '@aws-sdk/client-bedrock-runtime'
import type { ToolChoiceFunction, ToolChoiceOptions } from 'openai/resources/responses/responses'

import type { Stated } from '../converse/stated.ts'
import type { WantedToolChoice } from '../converse/tool-choice.ts'
import { expectArray, expectObject, expectString, isObject, reject, type JsonObject } from '../json-shape.ts'
import { joinName, readName, resolveName, type NamespacedName } from './namespaces.ts'
import { refuseHosted } from './tools.ts'

const UNSAID = { name: undefined, allowed: undefined, implicit: false } as const

/**
 * Responses → hub: `tool_choice`: `auto`, `none`, `required`, a function, a custom tool, or `allowed_tools`.
 *
 * @throws TranslationError (400) for a hosted tool, and for a form that OpenAI does not have
 */
export function readToolChoice(
  stated: Stated | undefined,
  offered: readonly NamespacedName[],
): WantedToolChoice {
  if (stated === undefined) return { ...UNSAID, path: 'tool_choice', mode: 'auto', implicit: true }
  const { value: choice, path } = stated
  if (choice === 'auto' || choice === 'none' || choice === 'required')
    return { ...UNSAID, path, mode: choice }
  const type = isObject(choice) ? choice['type'] : undefined
  if (!isObject(choice) || typeof type !== 'string') {
    return reject(
      path,
      `${path} must be "auto", "none", "required", or an object with a type: function, custom or allowed_tools.`,
    )
  }
  if (type === 'function' || type === 'custom') {
    return { ...UNSAID, path, mode: 'named', name: readKey(choice, path, offered) }
  }
  if (type !== 'allowed_tools') return refuseHosted(type, `${path}.type`)
  const mode = choice['mode']
  if (mode !== 'auto' && mode !== 'required') {
    return reject(`${path}.mode`, `${path}.mode must be "auto" or "required".`)
  }
  return { ...UNSAID, path, mode, allowed: new Set(readAllowed(choice['tools'], `${path}.tools`, offered)) }
}

/** The name of a tool that the choice demands, see `joinName`. Faulty shapes are skipped. */
export function listChosenNames(choice: unknown, offered: readonly NamespacedName[]): string[] {
  const name = isObject(choice) ? readName(choice) : undefined
  return name === undefined ? [] : [joinName(resolveName(name, offered))]
}

function readKey(choice: JsonObject, path: string, offered: readonly NamespacedName[]): string {
  const name = expectString(choice['name'], `${path}.name`)
  return joinName(resolveName(readName(choice) ?? { name, namespace: undefined }, offered))
}

function readAllowed(tools: unknown, toolsPath: string, offered: readonly NamespacedName[]): string[] {
  return expectArray(tools, toolsPath).flatMap((item, index) => {
    const path = `${toolsPath}[${index}]`
    const tool = expectObject(item, path)
    if (tool['type'] === 'namespace') {
      return offered.filter(({ namespace }) => namespace === tool['name']).map(joinName)
    }
    if (tool['type'] !== 'function' && tool['type'] !== 'custom') {
      refuseHosted(String(tool['type']), `${path}.type`)
    }
    return readKey(tool, path, offered)
  })
}

/** Converse → Responses: what the model has to call; `undefined` where nothing is said. */
export function toResponseToolChoice(
  choice: ToolChoice | undefined,
): ToolChoiceOptions | ToolChoiceFunction | undefined {
  if (choice?.auto !== undefined) return 'auto'
  if (choice?.any !== undefined) return 'required'
  return choice?.tool === undefined ? undefined : { type: 'function', name: choice.tool.name ?? '' }
}
