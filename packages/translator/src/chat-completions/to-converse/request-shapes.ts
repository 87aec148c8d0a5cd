import { expectArray, expectObject, expectString, isObject, reject } from '../../json-shape.ts'
import type { RequestFields } from '../../converse/request-table.ts'

const LISTS = ['messages', 'tools', 'functions'] as const

/**
 * Checks what several concepts read without checking again: lists of objects, and the form of a tool choice.
 *
 * @throws TranslationError (400) naming the member at fault
 */
export function checkRequestShapes({ fields, nameOf }: RequestFields): void {
  if (fields['messages'] === undefined) {
    reject('messages', 'messages is missing: a request needs at least one message.')
  }
  for (const name of LISTS) if (fields[name] !== undefined) checkObjects(fields[name], nameOf(name))
  const choice = fields['tool_choice']
  if (!isObject(choice)) return
  const path = nameOf('tool_choice')
  if (choice['type'] === 'function') {
    expectString(expectObject(choice['function'], `${path}.function`)['name'], `${path}.function.name`)
  } else if (choice['type'] === 'allowed_tools') {
    const allowed = expectObject(choice['allowed_tools'], `${path}.allowed_tools`)
    checkObjects(allowed['tools'], `${path}.allowed_tools.tools`)
    if (allowed['mode'] !== 'auto' && allowed['mode'] !== 'required') {
      reject(`${path}.allowed_tools.mode`, `${path}.allowed_tools.mode must be "auto" or "required".`)
    }
  }
}

function checkObjects(value: unknown, path: string): void {
  const list = expectArray(value, path)
  const index = list.findIndex((item) => !isObject(item))
  if (index >= 0) expectObject(list[index], `${path}[${index}]`)
}
