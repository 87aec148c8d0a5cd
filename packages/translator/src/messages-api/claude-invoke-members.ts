import type { WarningCollector } from '../context.ts'
import { isClosable, toStructuredSchema } from '../converse/json-schema.ts'
import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'

/** Tiers that say the same as nothing. */
const USUAL_TIERS: ReadonlySet<unknown> = new Set(['auto', 'standard_only'])

/**
 * A Messages request to Claude without what InvokeModel refuses and Bedrock's Messages take: a service tier among the members, and
 * system text in mid-conversation, which goes into the user's turn at its place. Each is told by a warning.
 *
 * @returns the request itself where nothing is to be changed
 */
export function fitInvokeMembers(body: JsonObject, warnings: WarningCollector): JsonObject {
  return withClosedFormat(withSystemFolded(withoutTier(body, warnings), warnings))
}

function withoutTier(body: JsonObject, warnings: WarningCollector): JsonObject {
  if (!('service_tier' in body)) return body
  const { service_tier: tier, ...rest } = body
  if (!isAbsent(tier) && !USUAL_TIERS.has(tier)) {
    warnings.add(
      'unsupported_parameter',
      'service_tier',
      'InvokeModel takes no service_tier; it was left out.',
    )
  }
  return rest
}

function withSystemFolded(body: JsonObject, warnings: WarningCollector): JsonObject {
  const { messages } = body
  if (!Array.isArray(messages)) return body
  const isSystem = (message: unknown): message is JsonObject =>
    isObject(message) && message['role'] === 'system'
  if (!messages.some(isSystem)) return body
  const first = messages.findIndex((message) => !isSystem(message))
  const leading = (messages as readonly unknown[]).slice(0, first === -1 ? messages.length : first)
  const rest = (messages as readonly unknown[]).slice(leading.length)
  const folded: unknown[] = []
  for (const [index, message] of rest.entries()) {
    if (!isSystem(message)) {
      addMessage(folded, message)
      continue
    }
    const path = `messages[${leading.length + index}]`
    warnings.add(
      'system_message_moved',
      path,
      `${path} went into the user turn at its place: InvokeModel takes no system text within the conversation.`,
    )
    const blocks = toBlocks(message['content'])
    if (blocks.length > 0) addMessage(folded, { role: 'user', content: blocks })
  }
  const system = [body['system'], ...leading.map((message) => (message as JsonObject)['content'])].flatMap(
    toBlocks,
  )
  return { ...body, ...(leading.length === 0 ? {} : { system }), messages: folded }
}

/** Neighbours of the user become one, in which tool results come first: they must follow their calls at once. */
function addMessage(messages: unknown[], message: unknown): void {
  const last = messages.at(-1)
  if (!isObject(last) || !isObject(message) || last['role'] !== 'user' || message['role'] !== 'user') {
    messages.push(message)
    return
  }
  const blocks = [...toBlocks(last['content']), ...toBlocks(message['content'])]
  const isResult = (block: unknown): boolean => isObject(block) && block['type'] === 'tool_result'
  const content = [...blocks.filter(isResult), ...blocks.filter((block) => !isResult(block))]
  messages[messages.length - 1] = { ...last, content }
}

function toBlocks(content: unknown): readonly unknown[] {
  if (typeof content === 'string') return content.trim() === '' ? [] : [{ type: 'text', text: content }]
  return Array.isArray(content) ? (content as readonly unknown[]) : []
}

/** The service wants every object of a schema closed, which changes nothing for those that name their properties. */
function withClosedFormat(body: JsonObject): JsonObject {
  const { output_config: config } = body
  const format = isObject(config) ? config['format'] : undefined
  const schema = isObject(format) ? format['schema'] : undefined
  if (!isObject(config) || !isObject(format) || !isObject(schema) || !isClosable(schema)) return body
  return { ...body, output_config: { ...config, format: { ...format, schema: toStructuredSchema(schema) } } }
}
