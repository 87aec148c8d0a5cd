import type { HookEvent } from '@patchbay/core'
import { type Attributes, withoutGaps } from './attributes.ts'
import { list, members } from './content/message.ts'

type Body = Readonly<Record<string, unknown>>

/** Reads one attribute's value of a request's body. */
type Read = (body: Body) => Attributes[string] | undefined

/** What Chat Completions and Completions are asked. */
const CHAT: Readonly<Record<string, Read>> = {
  'gen_ai.request.temperature': number('temperature'),
  'gen_ai.request.top_p': number('top_p'),
  'gen_ai.request.max_tokens': (body) => number('max_completion_tokens')(body) ?? number('max_tokens')(body),
  'gen_ai.request.frequency_penalty': number('frequency_penalty'),
  'gen_ai.request.presence_penalty': number('presence_penalty'),
  'gen_ai.request.seed': number('seed'),
  'gen_ai.request.stop_sequences': texts('stop'),
  'gen_ai.request.choice.count': choiceCount,
  'gen_ai.request.reasoning.level': word('reasoning_effort'),
  'gen_ai.output.type': (body) => outputType(body['response_format']),
}

const RESPONSES: Readonly<Record<string, Read>> = {
  'gen_ai.request.temperature': number('temperature'),
  'gen_ai.request.top_p': number('top_p'),
  'gen_ai.request.max_tokens': number('max_output_tokens'),
  'gen_ai.request.reasoning.level': (body) => word('effort')(members(body['reasoning'])),
  'gen_ai.request.previous_response.id': word('previous_response_id'),
  'gen_ai.conversation.id': (body) => word('conversation')(body) ?? word('id')(members(body['conversation'])),
  'gen_ai.output.type': (body) => outputType(members(body['text'])['format']),
}

const MESSAGES: Readonly<Record<string, Read>> = {
  'gen_ai.request.temperature': number('temperature'),
  'gen_ai.request.top_p': number('top_p'),
  'gen_ai.request.top_k': number('top_k'),
  'gen_ai.request.max_tokens': number('max_tokens'),
  'gen_ai.request.stop_sequences': texts('stop_sequences'),
  'gen_ai.request.reasoning.level': (body) => word('effort')(members(body['output_config'])),
}

const CONVERSE: Readonly<Record<string, Read>> = {
  'gen_ai.request.temperature': (body) => number('temperature')(members(body['inferenceConfig'])),
  'gen_ai.request.top_p': (body) => number('topP')(members(body['inferenceConfig'])),
  'gen_ai.request.top_k': (body) => number('top_k')(members(body['additionalModelRequestFields'])),
  'gen_ai.request.max_tokens': (body) => number('maxTokens')(members(body['inferenceConfig'])),
  'gen_ai.request.stop_sequences': (body) => texts('stopSequences')(members(body['inferenceConfig'])),
  'aws.bedrock.guardrail.id': (body) => word('guardrailIdentifier')(members(body['guardrailConfig'])),
}

const EMBEDDINGS: Readonly<Record<string, Read>> = {
  'gen_ai.embeddings.dimension.count': number('dimensions'),
  'gen_ai.request.encoding_formats': texts('encoding_format'),
}

const IMAGES: Readonly<Record<string, Read>> = {
  'gen_ai.request.choice.count': choiceCount,
  'gen_ai.output.type': () => 'image',
}

const PARAMETERS: Readonly<Record<string, Readonly<Record<string, Read>>>> = {
  chat: CHAT,
  completions: CHAT,
  responses: RESPONSES,
  messages: MESSAGES,
  converse: CONVERSE,
  embeddings: EMBEDDINGS,
  images: IMAGES,
}

/**
 * What a request asks for besides its content: sampling, limits, formats.
 * https://github.com/open-telemetry/semantic-conventions-genai/blob/v0.1.0/docs/gen-ai/client-inference.md
 */
export function parameterAttributes({ operation }: Pick<HookEvent, 'operation'>, given: unknown): Attributes {
  const body = members(given)
  const table = operation === 'invoke_model' ? ofInvocation(body) : ofOperation(operation)
  return withoutGaps(Object.fromEntries(Object.entries(table).map(([name, read]) => [name, read(body)])))
}

function ofOperation(operation: string): Readonly<Record<string, Read>> {
  return (Object.hasOwn(PARAMETERS, operation) ? PARAMETERS[operation] : undefined) ?? {}
}

/** Bodies of InvokeModel are their family's own: Claude's are those of Messages, Nova's those of Converse. */
function ofInvocation(body: Body): Readonly<Record<string, Read>> {
  if ('anthropic_version' in body) return MESSAGES
  return 'inferenceConfig' in body ? CONVERSE : {}
}

function number(name: string): (body: Body) => number | undefined {
  return (body) => {
    const value = body[name]
    return typeof value === 'number' ? value : undefined
  }
}

function word(name: string): (body: Body) => string | undefined {
  return (body) => {
    const value = body[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
}

/** A text, or a list of them. */
function texts(name: string): (body: Body) => string[] | undefined {
  return (body) => {
    const value = body[name]
    const all = (typeof value === 'string' ? [value] : list(value)).filter((one) => typeof one === 'string')
    return all.length === 0 ? undefined : all
  }
}

/** One is what is assumed. */
function choiceCount(body: Body): number | undefined {
  const count = number('n')(body)
  return count === 1 ? undefined : count
}

function outputType(format: unknown): string | undefined {
  const { type } = members(format)
  if (type === 'text') return 'text'
  return type === 'json_object' || type === 'json_schema' ? 'json' : undefined
}
