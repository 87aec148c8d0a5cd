import { expectArray, expectObject, expectString, isAbsent, isObject, reject } from '../../json-shape.ts'
import type { RequestFields } from '../../converse/request-table.ts'

/**
 * Checks what several concepts read without checking again: lists of objects, and the form of a tool choice.
 *
 * @throws TranslationError (400) naming the member at fault
 */
export function checkRequestShapes({ fields, nameOf }: RequestFields): void {
  if (isAbsent(fields['messages'])) {
    reject('messages', 'messages is missing: a request needs at least one message.')
  }
  for (const name of ['messages', 'tools', 'functions']) {
    if (!isAbsent(fields[name])) checkObjects(fields[name], nameOf(name))
  }
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
  for (const [index, item] of expectArray(value, path).entries())
    if (!isObject(item)) expectObject(item, `${path}[${index}]`)
}
