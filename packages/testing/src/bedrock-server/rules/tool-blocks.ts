import { isObject } from '../../is-object.ts'
import { invalid, refusedByModel } from '../service-error.ts'
import type { ContentBlock } from '../wire.ts'
import { firstRejection, placedBlocks, type Rule } from './rule.ts'

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
