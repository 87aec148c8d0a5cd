import { invalid, refusedByModel } from '../service-error.ts'
import { firstRejection, isBlank, placedBlocks, type Rule } from './rule.ts'

const MUST_START_WITH_USER =
  'A conversation must start with a user message. Try again with a conversation that starts with a user message.'

const NO_PREFILL =
  'This model does not support assistant message prefill. The conversation must end with a user message.'

/** There is something to answer, unless a stored prompt brings it. */
export const needsMessages: Rule = ({ messages, model }) =>
  messages.length === 0 && model.kind !== 'prompt' ? invalid(MUST_START_WITH_USER) : undefined

export const startsWithUser: Rule = ({ messages }) =>
  messages[0]?.role === 'assistant' ? invalid(MUST_START_WITH_USER) : undefined

/** The service model has a role `system`; no family here takes it within `messages`. */
export const knowsRoles: Rule = ({ messages }) =>
  messages.some((message) => message.role === 'system')
    ? invalid("This model doesn't support the system role in messages. Use the system field and try again.")
    : undefined

export const alternatesRoles: Rule = ({ messages }) =>
  messages.some((message, index) => index > 0 && messages[index - 1]?.role === message.role)
    ? invalid(
        'A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.',
      )
    : undefined

export const contentIsNotEmpty: Rule = ({ messages }) =>
  firstRejection(messages, (message, index) =>
    message.content.length === 0
      ? invalid(
          `The content field in the Message object at messages.${index} is empty. Add a ContentBlock object to the content field and try again.`,
        )
      : undefined,
  )

export const textIsNotBlank: Rule = ({ messages }) =>
  firstRejection(placedBlocks(messages), ({ block, path }) => {
    if (block.text !== undefined && isBlank(block.text)) return blankText('ContentBlock', path)
    if (block.guardContent?.text && isBlank(block.guardContent.text.text)) {
      return blankText('GuardrailConverseTextBlock', `${path}.guardContent.text`)
    }
    return undefined
  })

export const systemTextIsNotBlank: Rule = ({ body }) =>
  firstRejection(body.system ?? [], ({ text }, index) =>
    text !== undefined && isBlank(text) ? blankText('SystemContentBlock', `system.${index}`) : undefined,
  )

export const toolResultTextIsNotBlank: Rule = ({ messages }) =>
  firstRejection(placedBlocks(messages), ({ block, path }) =>
    firstRejection(block.toolResult?.content ?? [], ({ text }, index) =>
      text !== undefined && isBlank(text)
        ? blankText('ContentBlock', `${path}.toolResult.content.${index}`)
        : undefined,
    ),
  )

/** A turn of cache points alone has no content. */
export const turnSaysSomething: Rule = ({ messages }) =>
  firstRejection(messages, (message, index) =>
    message.content.length > 0 && message.content.every((block) => block.cachePoint)
      ? refusedByModel(`messages.${index}: content must hold more than cache points`)
      : undefined,
  )

/** Seen with Claude 5: https://github.com/NousResearch/hermes-agent/issues/105780 */
export const reasoningIsNotAlone: Rule = ({ messages, family }) =>
  messages.some(
    ({ role, content }) =>
      !family.reasoningAlone && role === 'assistant' && content.every((block) => block.reasoningContent),
  )
    ? refusedByModel(NO_PREFILL)
    : undefined

/** The last turn of the assistant is the beginning of the answer, on families that have that. */
export const prefillIsTaken: Rule = ({ messages, family }) =>
  !family.prefill && messages.at(-1)?.role === 'assistant' ? refusedByModel(NO_PREFILL) : undefined

export const prefillHasNoTrailingSpace: Rule = ({ messages }) => {
  const last = messages.at(-1)
  const text = last?.content.findLast((block) => block.text !== undefined)?.text
  return last?.role === 'assistant' && text !== undefined && text !== text.trimEnd()
    ? refusedByModel('messages: final assistant content cannot end with trailing whitespace')
    : undefined
}

export const systemIsTaken: Rule = ({ body, family, model }) =>
  (body.system?.length ?? 0) > 0 && !family.system && model.kind !== 'prompt'
    ? invalid(
        "This model doesn't support system messages. Try again without a system message or use a model that supports system messages.",
      )
    : undefined

function blankText(shape: string, path: string) {
  return invalid(
    `The text field in the ${shape} object at ${path} is blank. Add text to the text field, and try again.`,
  )
}
