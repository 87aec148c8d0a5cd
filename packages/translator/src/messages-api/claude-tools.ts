import type { WarningCollector } from '../context.ts'
import { mapExact } from '../converse/exact-json.ts'
import {
  invert,
  renameMembers,
  type PropertyNames,
  type ToolPropertyNames,
} from '../converse/property-names.ts'
import { fitToolSchema } from '../converse/tool-schema.ts'
import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'

/** A body of Claude's whose tools have schemas that the model takes. */
export interface FittedTools {
  readonly body: JsonObject
  /** The properties to give back in calls: only of tools that have such. */
  readonly propertyNames: ToolPropertyNames
}

/**
 * The schemas of tools without compositions and with property names that Claude takes at the root, and the calls of the history by
 * the same names. Anthropic's own tools have no schema.
 *
 * @returns the body itself where nothing is to be changed
 */
export function fitToolSchemas(
  body: JsonObject,
  capabilities: ModelCapabilities,
  warnings: WarningCollector,
): FittedTools {
  const propertyNames = new Map<string, PropertyNames>()
  if (!Array.isArray(body['tools'])) return { body, propertyNames }
  const given = body['tools'] as unknown[]
  const tools = given.map((tool, index) => {
    if (!isObject(tool) || !isObject(tool['input_schema'])) return tool
    const schema = tool['input_schema']
    const fitted = fitToolSchema(schema, `tools[${index}].input_schema`, capabilities, warnings)
    if (fitted.schema === schema) return tool
    if (fitted.names.size > 0) propertyNames.set(String(tool['name']), fitted.names)
    return withExamples({ ...tool, input_schema: fitted.schema }, invert(fitted.names))
  })
  if (tools.every((tool, index) => tool === given[index])) return { body, propertyNames }
  const fitted = { ...body, tools }
  return { body: propertyNames.size === 0 ? fitted : withHistory(fitted, propertyNames), propertyNames }
}

/** Examples of an input are checked against the schema. */
function withExamples(tool: JsonObject, sent: PropertyNames): JsonObject {
  const examples = tool['input_examples']
  if (isAbsent(examples) || !Array.isArray(examples) || sent.size === 0) return tool
  return { ...tool, input_examples: examples.map((example: unknown) => renameMembers(example, sent)) }
}

function withHistory(body: JsonObject, propertyNames: ToolPropertyNames): JsonObject {
  if (!Array.isArray(body['messages'])) return body
  const sent = new Map([...propertyNames].map(([tool, names]) => [tool, invert(names)]))
  const messages = body['messages'].map((message: unknown) =>
    isObject(message) && Array.isArray(message['content'])
      ? { ...message, content: renameInputs(message['content'], sent) }
      : message,
  )
  return { ...body, messages }
}

/** Blocks of a message, the inputs of whose calls have other names at their root. */
export function renameInputs(content: readonly unknown[], names: ToolPropertyNames): unknown[] {
  return content.map((block) => {
    const own = isObject(block) && block['type'] === 'tool_use' ? names.get(String(block['name'])) : undefined
    if (!isObject(block) || own === undefined) return block
    return { ...block, input: mapExact(block['input'], (input) => renameMembers(input, own)) }
  })
}
