import { expectArray, expectObject, expectString, isAbsent, isObject, reject } from '../../json-shape.ts'
import type { RequestFields } from './request-fields.ts'

/**
 * Checks what several concepts read without looking twice: lists of objects, and the form of a tool choice.
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

/** Messages whose tool calls all have their `type`: some backends leave it out, and it can only be one. */
export function withCallTypes(messages: unknown): unknown {
  if (!Array.isArray(messages)) return messages
  return messages.map((message: unknown) => {
    const calls = isObject(message) ? message['tool_calls'] : undefined
    if (!isObject(message) || !Array.isArray(calls) || !calls.some(lacksType)) return message
    const typed = calls.map((call: unknown) => (lacksType(call) ? { ...call, type: 'function' } : call))
    return { ...message, tool_calls: typed }
  })
}

function lacksType(call: unknown): call is object {
  return isObject(call) && isAbsent(call['type'])
}

function checkObjects(value: unknown, path: string): void {
  for (const [index, item] of expectArray(value, path).entries()) expectObject(item, `${path}[${index}]`)
}
