import { isObject } from '../../is-object.ts'
import type { Rejection } from '../service-error.ts'
import { listObjects } from './list-objects.ts'
import {
  isGpt,
  refusedEffort,
  refusedFunction,
  refusedStrictSchema,
  refuseParameter,
  samplingIsTaken,
  tierIsTaken,
  type OpenAIRule,
} from './openai-rules.ts'
import { callsHaveOutputs, itemsAreTaken } from './response-items.ts'
import type { BedrockHost } from './surfaces.ts'
import { textOf } from './text-of.ts'

/** Names that the service keeps for itself: BerriAI/litellm#36545, maximhq/bifrost#7039. */
const RESERVED_NAMESPACES = new Set(['functions', 'web', 'image_gen', 'browser', 'python'])

/** https://platform.openai.com/docs/api-reference/responses/create, and what Codex sends. */
const KNOWN = new Set([
  'background',
  'client_metadata',
  'context_management',
  'conversation',
  'include',
  'input',
  'instructions',
  'max_output_tokens',
  'max_tool_calls',
  'metadata',
  'model',
  'parallel_tool_calls',
  'previous_response_id',
  'prompt',
  'prompt_cache_key',
  'prompt_cache_retention',
  'reasoning',
  'safety_identifier',
  'service_tier',
  'store',
  'stream',
  'stream_options',
  'temperature',
  'text',
  'tool_choice',
  'tools',
  'top_logprobs',
  'top_p',
  'truncation',
  'user',
])

const LEAST_OUTPUT_TOKENS = 16

const fieldsAreKnown: OpenAIRule = ({ body }) => {
  const unknown = Object.keys(body).find((name) => !KNOWN.has(name))
  return unknown === undefined
    ? undefined
    : refuseParameter(unknown, `Unknown parameter: '${unknown}'.`, 'unknown_parameter')
}

const inputIsThere: OpenAIRule = ({
  body: { input, previous_response_id: previous, prompt, conversation },
}) => {
  const isGiven = typeof input === 'string' ? true : Array.isArray(input) && input.length > 0
  return isGiven ||
    [previous, prompt, conversation].some((value) => typeof value === 'string' || isObject(value))
    ? undefined
    : refuseParameter('input', "Missing required parameter: 'input'.", 'missing_required_parameter')
}

const limitIsEnough: OpenAIRule = ({ body: { max_output_tokens: limit } }) =>
  limit === undefined || limit === null || Number(limit) >= LEAST_OUTPUT_TOKENS
    ? undefined
    : refuseParameter(
        'max_output_tokens',
        `Invalid 'max_output_tokens': integer below minimum value. Expected a value >= ${LEAST_OUTPUT_TOKENS}, but got ${textOf(limit)} instead.`,
        'integer_below_min_value',
      )

const effortIsKnown: OpenAIRule = (context) => {
  const { reasoning } = context.body
  return isObject(reasoning) ? refusedEffort(reasoning['effort'], 'reasoning.effort', context) : undefined
}

const schemaIsStrict: OpenAIRule = ({ body: { text } }) => {
  const format = isObject(text) ? text['format'] : undefined
  if (!isObject(format) || format['type'] !== 'json_schema') return undefined
  if (typeof format['name'] !== 'string') {
    return refuseParameter(
      'text.format.name',
      "Missing required parameter: 'text.format.name'.",
      'missing_required_parameter',
    )
  }
  return format['strict'] === false
    ? undefined
    : refusedStrictSchema(format['schema'], `response_format '${format['name']}'`, 'text.format.schema')
}

/** Functions and custom tools, in namespaces or not. */
const toolsAreTaken: OpenAIRule = ({ body }) => {
  for (const [index, tool] of listObjects(body['tools']).entries()) {
    const path = `tools[${index}]`
    const rejection =
      tool['type'] === 'namespace'
        ? refusedNamespace(tool, path)
        : tool['type'] === 'function'
          ? refusedFunction(tool, path)
          : undefined
    if (rejection) return rejection
  }
  return undefined
}

function refusedNamespace(tool: Readonly<Record<string, unknown>>, path: string): Rejection | undefined {
  const { name } = tool
  if (RESERVED_NAMESPACES.has(textOf(name))) {
    return refuseParameter(
      `${path}.name`,
      `Invalid '${path}.name': '${textOf(name)}' is a reserved namespace.`,
      'invalid_value',
    )
  }
  return listObjects(tool['tools'])
    .map((inner, index) =>
      inner['type'] === 'function' ? refusedFunction(inner, `${path}.tools[${index}]`) : undefined,
    )
    .find((rejection) => rejection !== undefined)
}

/** Tools of the service's own, and answers in the background: on Mantle only. */
export const hostedToolsAreServed =
  (host: BedrockHost): OpenAIRule =>
  ({ body }) => {
    if (host === 'mantle') return undefined
    if (body['background'] === true)
      return refuseParameter('background', 'background is not supported for this model.')
    for (const [index, { type }] of listObjects(body['tools']).entries()) {
      if (type === 'function' || type === 'custom' || type === 'namespace') continue
      const name = textOf(type).split('_').slice(0, 2).join(' ')
      return refuseParameter(
        `tools[${index}].type`,
        `${name} is not supported for this model.`,
        'unsupported_value',
      )
    }
    return undefined
  }

/** Forcing needs something to be forced; `auto` without tools is what Codex sends when it compacts. */
const toolChoiceNamesATool: OpenAIRule = ({ body: { tool_choice: choice, tools } }) => {
  const offered = listObjects(tools)
  if (choice === 'required' && offered.length === 0) {
    return refuseParameter(
      'tool_choice',
      "Tool choice 'required' must be specified with 'tools' parameter.",
      'invalid_value',
    )
  }
  if (!isObject(choice) || choice['type'] !== 'function') return undefined
  const names = offered.flatMap((tool) => [tool, ...listObjects(tool['tools'])]).map(({ name }) => name)
  return names.includes(choice['name'])
    ? undefined
    : refuseParameter(
        'tool_choice',
        `Tool choice '${textOf(choice['name'])}' not found in 'tools' parameter.`,
        'invalid_value',
      )
}

/** OpenAI's own models take no more than its API documents; the others read what they know. */
const metadataFits: OpenAIRule = (context) => {
  const { metadata } = context.body
  if (!isGpt(context) || !isObject(metadata)) return undefined
  return Object.keys(metadata).length > 16
    ? refuseParameter(
        'metadata',
        "Invalid 'metadata': too many properties. Expected an object with at most 16 properties.",
        'object_above_max_properties',
      )
    : undefined
}

/** The rules of the Responses API, the cheapest first. */
export const RESPONSES_RULES: readonly OpenAIRule[] = [
  fieldsAreKnown,
  inputIsThere,
  limitIsEnough,
  samplingIsTaken,
  effortIsKnown,
  tierIsTaken,
  metadataFits,
  toolsAreTaken,
  toolChoiceNamesATool,
  schemaIsStrict,
  itemsAreTaken,
  callsHaveOutputs,
]
