import { isObject } from '../json-shape.ts'

/**
 * Whether the JSON of an answer of Converse is one of those that nearly all are: texts, why the model stopped, and counts. Of such an
 * answer nothing has to be decoded, checked or left out.
 *
 * @param answer - JSON, parsed
 */
export function isPlainAnswer(answer: unknown): boolean {
  if (!isObject(answer)) return false
  for (const name in answer) {
    const member = answer[name]
    const isPlain =
      name === 'output'
        ? isPlainOutput(member)
        : name === 'stopReason'
          ? typeof member === 'string'
          : (name === 'usage' || name === 'metrics') && holdsNumbers(member)
    if (!isPlain) return false
  }
  return true
}

function isPlainOutput(output: unknown): boolean {
  const message = onlyMember(output, 'message')
  if (!isObject(message) || !Array.isArray(message['content'])) return false
  for (const name in message)
    if (name !== 'content' && (name !== 'role' || typeof message[name] !== 'string')) return false
  for (const block of message['content']) if (typeof onlyMember(block, 'text') !== 'string') return false
  return true
}

/** The service sends an object in `serverToolUsage`, which is empty where it has run no tools. */
function holdsNumbers(counts: unknown): boolean {
  if (!isObject(counts)) return false
  for (const name in counts) {
    const count = counts[name]
    if (typeof count === 'number') continue
    if (name !== 'serverToolUsage' || !isObject(count) || Object.keys(count).length > 0) return false
  }
  return true
}

/** A member of an object that has no other; `undefined` where there are others. */
function onlyMember(value: unknown, only: string): unknown {
  if (!isObject(value)) return undefined
  for (const name in value) if (name !== only) return undefined
  return value[only]
}
