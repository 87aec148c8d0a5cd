import type { WarningCollector } from '../context.ts'
import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html */
const MAX_MARKS = 4

/**
 * A Messages request to Claude whose mark of the whole request, which InvokeModel refuses, stands on the last block of the
 * conversation. Where no mark can stand there it is left out with a warning.
 *
 * @returns the request itself where it has no such mark
 */
export function fitCacheMark(
  body: JsonObject,
  { promptCaching }: Pick<ModelCapabilities, 'promptCaching'>,
  warnings: WarningCollector,
): JsonObject {
  if (!('cache_control' in body)) return body
  const { cache_control: mark, ...rest } = body
  if (isAbsent(mark)) return rest
  if (promptCaching === null) {
    const message = 'The model has no prompt caching; the mark was left out.'
    warnings.add('unsupported_cache_point', 'cache_control', message)
    return rest
  }
  const messages = Array.isArray(rest['messages']) ? (rest['messages'] as unknown[]) : []
  const last = messages.at(-1)
  const blocks = isObject(last) ? listBlocks(last['content']) : []
  const block = blocks.at(-1)
  if (isObject(block) && !isAbsent(block['cache_control'])) return rest
  if (!isObject(last) || !isObject(block) || !canBeMarked(block)) {
    const message = 'The last block of the conversation cannot be cached; the mark was left out.'
    warnings.add('misplaced_cache_point', 'cache_control', message)
    return rest
  }
  if (countMarks(rest) >= MAX_MARKS) {
    const message = `Bedrock takes ${MAX_MARKS} cache marks in a request, which has as many already; this one was left out.`
    warnings.add('too_many_cache_points', 'cache_control', message)
    return rest
  }
  const content = [...blocks.slice(0, -1), { ...block, cache_control: mark }]
  return { ...rest, messages: [...messages.slice(0, -1), { ...last, content }] }
}

function listBlocks(content: unknown): unknown[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return Array.isArray(content) ? content : []
}

function canBeMarked({ type, text }: JsonObject): boolean {
  if (type === 'thinking' || type === 'redacted_thinking') return false
  return type !== 'text' || (typeof text === 'string' && text.trim() !== '')
}

function countMarks({ tools, system, messages }: JsonObject): number {
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
  const contents = list(messages).flatMap((message) => (isObject(message) ? list(message['content']) : []))
  const holders = [...list(tools), ...list(system), ...contents]
  return holders.filter((holder) => isObject(holder) && !isAbsent(holder['cache_control'])).length
}
