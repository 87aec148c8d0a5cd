import type { WantedToolChoice } from '../converse/tool-choice.ts'
import { expectArray, expectObject, expectString, isAbsent, isObject, reject } from '../json-shape.ts'
import { refuseHosted } from './tools.ts'

const NOTHING = { name: undefined, allowed: undefined, field: 'tool_choice', implicit: false } as const

/**
 * Reads `tool_choice`: `auto`, `none`, `required`, a function, a custom tool, or `allowed_tools`.
 *
 * @throws TranslationError (400) for a hosted tool, and for a form that OpenAI does not have
 */
export function readToolChoice(choice: unknown): WantedToolChoice {
  if (isAbsent(choice)) return { ...NOTHING, mode: 'auto', implicit: true }
  if (choice === 'auto' || choice === 'none' || choice === 'required') return { ...NOTHING, mode: choice }
  const type = isObject(choice) ? choice['type'] : undefined
  if (!isObject(choice) || typeof type !== 'string') {
    return reject(
      'tool_choice',
      'tool_choice must be "auto", "none", "required", or an object with a type: function, custom or allowed_tools.',
    )
  }
  if (type === 'function' || type === 'custom') {
    return { ...NOTHING, mode: 'named', name: expectString(choice['name'], 'tool_choice.name') }
  }
  if (type !== 'allowed_tools') return refuseHosted(type, 'tool_choice.type')
  const mode = choice['mode']
  if (mode !== 'auto' && mode !== 'required') {
    return reject('tool_choice.mode', 'tool_choice.mode must be "auto" or "required".')
  }
  return { ...NOTHING, mode, allowed: new Set(readAllowed(choice['tools'])) }
}

function readAllowed(tools: unknown): string[] {
  return expectArray(tools, 'tool_choice.tools').map((item, index) => {
    const path = `tool_choice.tools[${index}]`
    const tool = expectObject(item, path)
    if (tool['type'] !== 'function' && tool['type'] !== 'custom') {
      refuseHosted(String(tool['type']), `${path}.type`)
    }
    return expectString(tool['name'], `${path}.name`)
  })
}
