import type { Stated } from '../converse/stated.ts'
import type { WantedToolChoice } from '../converse/tool-choice.ts'
import { expectString, isObject, reject } from '../json-shape.ts'

/**
 * Anthropic → Converse: `tool_choice`.
 *
 * https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use#forcing-tool-use
 *
 * @throws TranslationError (400) for a type that the Messages API does not have
 */
export function readToolChoice(stated: Stated | undefined): WantedToolChoice {
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
