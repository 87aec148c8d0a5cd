import type { Stated } from '../converse/stated.ts'
import type { WantedToolChoice } from '../converse/tool-choice.ts'
import { expectArray, expectObject, expectString, isObject, reject } from '../json-shape.ts'
import { refuseHosted } from './tools.ts'

const UNSAID = { name: undefined, allowed: undefined, implicit: false } as const

/**
 * Responses → hub: `tool_choice`: `auto`, `none`, `required`, a function, a custom tool, or `allowed_tools`.
 *
 * @throws TranslationError (400) for a hosted tool, and for a form that OpenAI does not have
 */
export function readToolChoice(stated: Stated | undefined): WantedToolChoice {
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
    return { ...UNSAID, path, mode: 'named', name: expectString(choice['name'], `${path}.name`) }
  }
  if (type !== 'allowed_tools') return refuseHosted(type, `${path}.type`)
  const mode = choice['mode']
  if (mode !== 'auto' && mode !== 'required') {
    return reject(`${path}.mode`, `${path}.mode must be "auto" or "required".`)
  }
  return { ...UNSAID, path, mode, allowed: new Set(readAllowed(choice['tools'], `${path}.tools`)) }
}

/** The name of a tool that the choice demands. Faulty shapes are skipped. */
export function listChosenNames(choice: unknown): string[] {
  return isObject(choice) && typeof choice['name'] === 'string' ? [choice['name']] : []
}

function readAllowed(tools: unknown, toolsPath: string): string[] {
  return expectArray(tools, toolsPath).map((item, index) => {
    const path = `${toolsPath}[${index}]`
    const tool = expectObject(item, path)
    if (tool['type'] !== 'function' && tool['type'] !== 'custom') {
      refuseHosted(String(tool['type']), `${path}.type`)
    }
    return expectString(tool['name'], `${path}.name`)
  })
}
