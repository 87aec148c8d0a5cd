import { isObject } from '../../is-object.ts'
import { invalid, refusedByModel } from '../service-error.ts'
import type { ContentBlock } from '../wire.ts'
import { firstRejection, placedBlocks, type Rule } from './rule.ts'

export const toolsAreTaken: Rule = ({ body, family }) =>
  body.toolConfig && !family.tools ? invalid("This model doesn't support tool use.") : undefined

export const streamedToolsAreTaken: Rule = ({ body, family, streaming }) =>
  body.toolConfig && streaming && !family.streamedTools
    ? invalid("This model doesn't support tool use in streaming mode.")
    : undefined

export const toolChoiceIsTaken: Rule = ({ body, family }) => {
  const choice = body.toolConfig?.toolChoice ?? {}
  if ((choice.any ?? choice.tool) && family.name.startsWith('claude') && family.toolChoice.length === 0) {
    return refusedByModel('tool_choice: type "tool" and "any" are not supported for this model.')
  }
  return firstRejection(['any', 'tool'] as const, (kind) =>
    choice[kind] && !family.toolChoice.includes(kind)
      ? invalid(
          `This model doesn't support the toolConfig.toolChoice.${kind} field. Remove toolConfig.toolChoice.${kind} and try again.`,
        )
      : undefined,
  )
}

export const toolChoiceNamesATool: Rule = ({ body }) => {
  const name = body.toolConfig?.toolChoice?.tool?.name
  const known = body.toolConfig?.tools.some((tool) => tool.toolSpec?.name === name)
  return name !== undefined && !known
    ? refusedByModel(`Tool '${name}' not found in provided tools`)
    : undefined
}

/** A choice in Anthropic's own form: https://github.com/BerriAI/litellm/issues/36536 and /34347, anthropic-sdk-typescript#592 */
export const nativeToolChoiceFits: Rule = ({ body, additionalFields, family }) => {
  const native = additionalFields['tool_choice']
  if (!isObject(native) || family.additionalFields === null) return undefined
  const said = (['auto', 'any', 'tool'] as const).find((kind) => body.toolConfig?.toolChoice?.[kind])
  if (said !== undefined && native['type'] !== undefined) {
    return invalid(
      `The additional field tool_choice/type conflicts with the existing field toolConfig.toolChoice.${said}. Remove tool_choice/type and try again.`,
    )
  }
  if (said === undefined && native['type'] === undefined) return refusedByModel('missing field `type`')
  return 'disable_parallel_tool_use' in native && !family.parallelToolControl
    ? invalid(
        'Malformed input request: #: subject must not be valid against schema {"required":["messages"]}#/tool_choice: extraneous key [disable_parallel_tool_use] is not permitted, please reformat your input and try again.',
      )
    : undefined
}

export const toolNamesAreUnique: Rule = ({ body }) => {
  const names = (body.toolConfig?.tools ?? []).flatMap((tool) => tool.toolSpec?.name ?? [])
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined
    ? undefined
    : invalid(`The toolConfig field contains duplicate tool names: ${twice}. Tool names must be unique.`)
}

export const toolSchemaIsAnObject: Rule = ({ body }) =>
  firstRejection(body.toolConfig?.tools ?? [], (tool, index) => {
    if (!tool.toolSpec) return undefined
    const path = `toolConfig.tools.${index}.toolSpec.inputSchema.json`
    const schema = tool.toolSpec.inputSchema.json
    if (!isObject(schema)) {
      return invalid(
        `The format of the value at ${path} is invalid. Provide a json object for the field and try again.`,
      )
    }
    return schema['type'] === 'object'
      ? undefined
      : invalid(`The value at ${path}.type must be one of the following: object.`)
  })

/** https://github.com/trycua/cua/issues/3303 and, for Nova, https://github.com/zed-industries/zed/issues/28521 */
export const toolSchemaRootIsPlain: Rule = ({ body, family }) =>
  firstRejection(body.toolConfig?.tools ?? [], ({ toolSpec }, index) => {
    const schema = toolSpec?.inputSchema.json
    const refused = isObject(schema) && family.refusedInSchemaRoot.find((keyword) => keyword in schema)
    if (!refused) return undefined
    return family.name.startsWith('claude')
      ? refusedByModel(
          `tools.${index}.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level`,
        )
      : refusedByModel(
          `Malformed input request: #/toolConfig/tools/${index}/toolSpec/inputSchema/json: extraneous key [${refused}] is not permitted, please reformat your input and try again.`,
        )
  })

/** https://github.com/aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/issues/709: the root alone. */
export const toolPropertyKeysFit: Rule = ({ body, family: { propertyKey } }) =>
  firstRejection(body.toolConfig?.tools ?? [], ({ toolSpec }, index) => {
    const schema = toolSpec?.inputSchema.json
    const properties = isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {}
    return propertyKey === null || Object.keys(properties).every((key) => propertyKey.test(key))
      ? undefined
      : refusedByModel(
          `tools.${index}.custom.input_schema.properties: Property keys should match pattern '${propertyKey.source}'`,
        )
  })

/** https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html: strict tools need closed objects. */
export const strictToolSchemasAreClosed: Rule = ({ body }) =>
  firstRejection(body.toolConfig?.tools ?? [], (tool, index) =>
    tool.toolSpec?.strict && openObjectIn(tool.toolSpec.inputSchema.json)
      ? refusedByModel(
          `tools.${index}.custom: For 'object' type, 'additionalProperties' must be explicitly set to false`,
        )
      : undefined,
  )

export const toolBlocksNeedToolConfig: Rule = ({ body, messages, model }) =>
  !body.toolConfig &&
  model.kind !== 'prompt' &&
  placedBlocks(messages).some(({ block }) => block.toolUse ?? block.toolResult)
    ? invalid('The toolConfig field must be defined when using toolUse and toolResult content blocks.')
    : undefined

export const toolBlocksStandInTheirRole: Rule = ({ messages }) =>
  firstRejection(placedBlocks(messages), ({ block, message, path }) => {
    if (block.toolUse && message.role !== 'assistant') {
      return invalid(`The toolUse block at ${path} is only allowed in messages with the assistant role.`)
    }
    if (block.toolResult && message.role !== 'user') {
      return invalid(`The toolResult block at ${path} is only allowed in messages with the user role.`)
    }
    return undefined
  })

export const toolInputIsAnObject: Rule = ({ messages }) =>
  firstRejection(placedBlocks(messages), ({ block, path }) =>
    block.toolUse && !isObject(block.toolUse.input)
      ? invalid(
          `The format of the value at ${path}.toolUse.input is invalid. Provide a json object for the field and try again.`,
        )
      : undefined,
  )

export const toolResultJsonIsAnObject: Rule = ({ messages }) =>
  firstRejection(placedBlocks(messages), ({ block, path }) =>
    firstRejection(block.toolResult?.content ?? [], ({ json }, index) =>
      json !== undefined && !isObject(json)
        ? invalid(
            `The format of the value at ${path}.toolResult.content.${index}.json is invalid. Provide a json object for the field and try again.`,
          )
        : undefined,
    ),
  )

export const toolIdsFitTheFamily: Rule = ({ messages, family }) =>
  firstRejection(placedBlocks(messages), ({ block, path }) => {
    const [field, id] = block.toolUse
      ? ['tool_use.id', block.toolUse.toolUseId]
      : ['tool_result.tool_use_id', block.toolResult?.toolUseId]
    return id === undefined || family.toolUseId.test(id)
      ? undefined
      : refusedByModel(`${path}.${field}: String should match pattern '${family.toolUseId.source}'`)
  })

export const toolUseIdsAreUnique: Rule = ({ messages }) => {
  const seen = new Set<string>()
  return firstRejection(placedBlocks(messages), ({ block }) => {
    const id = block.toolUse?.toolUseId
    if (id === undefined) return undefined
    if (seen.has(id)) return refusedByModel('messages: `tool_use` ids must be unique')
    seen.add(id)
    return undefined
  })
}

/** Each call of an assistant turn has exactly one result in the next turn, and no result comes without its call. */
export const toolResultsAnswerToolUses: Rule = ({ messages }) =>
  firstRejection(messages, (message, index) => {
    if (message.role !== 'user') return undefined
    const asked = messages[index - 1]?.content.flatMap((block) => block.toolUse?.toolUseId ?? []) ?? []
    const answered = message.content.flatMap((block) => block.toolResult?.toolUseId ?? [])
    const missing = asked.filter((id) => !answered.includes(id))
    if (missing.length > 0) {
      return invalid(
        `Expected toolResult blocks at messages.${index}.content for the following Ids: ${missing.join(', ')}`,
      )
    }
    if (answered.length > asked.length) {
      return invalid(
        `The number of toolResult blocks at messages.${index}.content exceeds the number of toolUse blocks of previous turn.`,
      )
    }
    return undefined
  })

/** A conversation cannot end on a call: the model would answer itself. */
export const conversationDoesNotEndOnToolUse: Rule = ({ messages }) => {
  const last = messages.at(-1)
  const ids =
    last?.role === 'assistant' ? last.content.flatMap((block) => block.toolUse?.toolUseId ?? []) : []
  return ids.length > 0
    ? invalid(
        `Expected toolResult blocks at messages.${messages.length}.content for the following Ids: ${ids.join(', ')}`,
      )
    : undefined
}

export const toolResultsComeFirst: Rule = ({ messages }) =>
  firstRejection(messages, (message, index) => {
    const firstOther = message.content.findIndex((block) => !block.toolResult)
    const lastResult = message.content.findLastIndex((block) => block.toolResult)
    if (lastResult === -1) return undefined
    if (firstOther !== -1 && firstOther < lastResult) {
      const results = message.content.filter((block) => block.toolResult).length
      return refusedByModel(
        `messages.${index}: Did not find ${results} \`tool_result\` block(s) at the beginning of this message. Messages following \`tool_use\` blocks must begin with a matching number of \`tool_result\` blocks.`,
      )
    }
    return undefined
  })

/** Seen with Llama 3 and 4, Mistral and Cohere: https://github.com/strands-agents/harness-sdk/issues/1223 */
export const textStandsApartFromToolResults: Rule = ({ messages, family }) =>
  firstRejection(messages, ({ content }, index) =>
    !family.textBesideToolResult && hasText(content) && content.some((block) => block.toolResult)
      ? invalid(
          `messages.${index}.content: Conversation blocks and tool result blocks cannot be provided in the same turn.`,
        )
      : undefined,
  )

/** Seen with Llama 3.2: https://github.com/quarkiverse/quarkus-langchain4j/issues/1983 */
export const textStandsApartFromToolUses: Rule = ({ messages, family }) =>
  firstRejection(messages, ({ content }, index) =>
    !family.textBesideToolUse && hasText(content) && content.some((block) => block.toolUse)
      ? invalid(
          `messages.${index}.content: Conversation blocks and tool use blocks cannot be provided in the same turn.`,
        )
      : undefined,
  )

const hasText = (content: readonly ContentBlock[]): boolean =>
  content.some((block) => block.text !== undefined)

function openObjectIn(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(openObjectIn)
  if (!isObject(schema)) return false
  const open = schema['type'] === 'object' && schema['additionalProperties'] !== false
  return open || schemasWithin(schema).some(openObjectIn)
}

/** The schemas directly within a schema: `properties` and friends hold names, the rest hold schemas. */
export function schemasWithin(schema: Record<string, unknown>): unknown[] {
  const named = ['properties', '$defs', 'definitions'].flatMap((key) => {
    const table = schema[key]
    return isObject(table) ? Object.values(table) : []
  })
  const direct = ['items', 'prefixItems', 'anyOf', 'oneOf', 'allOf', 'not'].flatMap(
    (key) => schema[key] ?? [],
  )
  return [...named, ...direct]
}

export { openObjectIn as hasOpenObject }
