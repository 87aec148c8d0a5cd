import type { WarningCollector } from '../context.ts'
import { isClosable, toStructuredSchema } from '../converse/json-schema.ts'
import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'

/** Tiers that say the same as nothing. */
const USUAL_TIERS: ReadonlySet<unknown> = new Set(['auto', 'standard_only'])

/**
 * A Messages request to Claude without what InvokeModel refuses and Bedrock's Messages take: a service tier among the members, and
 * system text in mid-conversation, which goes to the end of the system text. Each is told by a warning.
 *
 * @returns the request itself where nothing is to be changed
 */
export function fitInvokeMembers(body: JsonObject, warnings: WarningCollector): JsonObject {
  return withClosedFormat(withSystemFirst(withoutTier(body, warnings), warnings))
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

function withSystemFirst(body: JsonObject, warnings: WarningCollector): JsonObject {
  const { messages } = body
  if (!Array.isArray(messages)) return body
  const isSystem = (message: unknown): message is JsonObject =>
    isObject(message) && message['role'] === 'system'
  const moved = (messages as readonly unknown[]).filter(isSystem)
  if (moved.length === 0) return body
  const path = `messages[${messages.findIndex(isSystem)}]`
  const message = `${path} was put at the beginning: InvokeModel takes no system text within the conversation.`
  warnings.add('system_message_moved', path, message)
  const blocks = [body['system'], ...moved.map(({ content }) => content)].flatMap(toBlocks)
  const others = (messages as readonly unknown[]).filter((item) => !isSystem(item))
  return { ...body, system: blocks, messages: others }
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
