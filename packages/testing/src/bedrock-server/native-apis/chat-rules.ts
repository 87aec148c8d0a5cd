import { isObject } from '../../is-object.ts'
import type { Rejection } from '../service-error.ts'
import { listObjects } from './list-objects.ts'
import {
  isGpt,
  refusedEffort,
  refusedFunction,
  refusedImages,
  refusedStrictSchema,
  refuseParameter,
  samplingIsTaken,
  tierIsTaken,
  type OpenAIRule,
} from './openai-rules.ts'
import { textOf } from './text-of.ts'

const messagesAreThere: OpenAIRule = ({ body: { messages } }) =>
  Array.isArray(messages) && messages.length > 0
    ? undefined
    : refuseParameter('messages', "Missing required parameter: 'messages'.", 'missing_required_parameter')

/** OpenAI's models of 2026 know only the newer name. */
const limitHasItsName: OpenAIRule = (context) =>
  isGpt(context) && typeof context.body['max_tokens'] === 'number'
    ? refuseParameter(
        'max_tokens',
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      )
    : undefined

const effortIsKnown: OpenAIRule = (context) =>
  refusedEffort(context.body['reasoning_effort'], 'reasoning_effort', context)

/** https://github.com/danny-avila/LibreChat/issues/14231, https://github.com/onyx-dot-app/onyx/issues/15008 */
const toolsCarryNoReasoning: OpenAIRule = (context) => {
  const { tools, reasoning_effort: effort } = context.body
  const hasTools = Array.isArray(tools) && tools.length > 0
  return isGpt(context) && hasTools && effort !== 'none'
    ? refuseParameter(
        'reasoning_effort',
        `Function tools with reasoning_effort are not supported for ${context.modelId} in /v1/chat/completions. Please use /v1/responses instead.`,
      )
    : undefined
}

const toolsAreTaken: OpenAIRule = ({ body: { tools, tool_choice: choice } }) => {
  const offered = listObjects(tools)
  if (choice !== undefined && choice !== null && offered.length === 0) {
    return refuseParameter(
      'tool_choice',
      "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
      'invalid_value',
    )
  }
  for (const [index, tool] of offered.entries()) {
    const rejection = isObject(tool['function'])
      ? refusedFunction(tool['function'], `tools[${index}].function`)
      : undefined
    if (rejection) return rejection
  }
  return undefined
}

const schemaIsStrict: OpenAIRule = ({ body: { response_format: format } }) => {
  const schema = isObject(format) && format['type'] === 'json_schema' ? format['json_schema'] : undefined
  if (!isObject(schema) || schema['strict'] !== true) return undefined
  return refusedStrictSchema(
    schema['schema'],
    `response_format '${textOf(schema['name'])}'`,
    'response_format.json_schema.schema',
  )
}

/** Every call is answered before the conversation goes on. */
const callsAreAnswered: OpenAIRule = ({ body }) => {
  let open = new Set<string>()
  for (const [index, message] of listObjects(body['messages']).entries()) {
    const rejection = message['role'] === 'tool' ? answer(message, index, open) : unanswered(open)
    if (rejection) return rejection
    if (message['role'] === 'assistant')
      open = new Set(listObjects(message['tool_calls']).map(({ id }) => textOf(id)))
  }
  return unanswered(open)
}

function answer(
  { tool_call_id: id }: Readonly<Record<string, unknown>>,
  index: number,
  open: Set<string>,
): Rejection | undefined {
  return open.delete(textOf(id))
    ? undefined
    : refuseParameter(
        `messages.[${index}].role`,
        "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
        'invalid_value',
      )
}

function unanswered(open: ReadonlySet<string>): Rejection | undefined {
  return open.size === 0
    ? undefined
    : refuseParameter(
        'messages',
        `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(', ')}`,
        'invalid_value',
      )
}

const imagesAreSeen: OpenAIRule = (context) =>
  refusedImages(JSON.stringify(context.body['messages']).includes('"image_url"'), context)

/** The rules of Chat Completions, the cheapest first. */
export const CHAT_RULES: readonly OpenAIRule[] = [
  messagesAreThere,
  limitHasItsName,
  samplingIsTaken,
  effortIsKnown,
  toolsCarryNoReasoning,
  tierIsTaken,
  toolsAreTaken,
  schemaIsStrict,
  imagesAreSeen,
  callsAreAnswered,
]
