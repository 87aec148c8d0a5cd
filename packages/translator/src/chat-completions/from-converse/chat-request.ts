import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'

import type { Translated } from '../../context.ts'
import { WarningCollector } from '../../context.ts'
import { isObject, parseJson, reject } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { CONVERSE_INPUT } from '../../shapes/converse-input-shape.ts'
import { isTooDeep } from '../../shapes/read-shape.ts'
import { readRequestShape } from '../../shapes/malformed.ts'
import { toAdditionalParameters } from './additional-fields.ts'
import { toChatMessages } from './chat-messages.ts'
import type { ChatMessageScope } from './chat-messages.ts'
import { checkReverseTools, refuseBedrockOnly, toSharedServiceTier } from '../../converse/bedrock-only.ts'
import { toSamplingParameters } from '../sampling.ts'
import { toSystemMessages } from '../system.ts'
import { toToolChoiceOption } from '../tool-choice.ts'
import { toFunctionTools } from '../tools.ts'
import { isStrictSchema } from '../strict-schema.ts'

/** What the reverse needs to know of the backend. */
export interface ChatRequestOptions {
  /** The backend's name of the model. */
  readonly model: string
  /** The backend understands this package's extensions, as a Patchbay route does. Default `false`: plain OpenAI. */
  readonly extensions?: boolean | undefined
  /** The backend takes `top_k`, which OpenAI's own API refuses. Default: as `extensions`. */
  readonly topK?: boolean | undefined
  /**
   * The name of the limit of an answer. `max_completion_tokens` (the default) is OpenAI's own, and all that its reasoning
   * models take; others, such as Ollama and LM Studio, read only `max_tokens` and silently ignore the other one.
   */
  readonly limitName?: 'max_completion_tokens' | 'max_tokens' | undefined
  /** The backend takes contents that are lists of texts. Default `true`; else their texts are joined by blank lines. */
  readonly textParts?: boolean | undefined
  /** The backend takes `metadata`. Default `true`. OpenAI's own API takes it only for answers that it is asked to store. */
  readonly metadata?: boolean | undefined
  /** The backend refuses strict schemas that do not close every object and require all its properties, as OpenAI does: these are sent without `strict`. Default `false`: all are strict, as on Converse. */
  readonly checksStrict?: boolean | undefined
}

/** OpenAI takes every tool name that Bedrock takes. */
const same = (name: string): string => name

const EFFORTS: ReadonlySet<string> = new Set(['low', 'medium', 'high', 'xhigh', 'max'])

/**
 * Bedrock Converse → OpenAI chat completions: the reverse of `toConverseRequest`. Streaming is the caller's to add.
 *
 * @param given - the input of the command, of untrusted shape
 * @throws TranslationError (400) for members of the wrong type, guardrails, stored prompts and blocks that OpenAI has no
 *   counterpart for
 */
export function toChatCompletionRequest(
  given: ConverseCommandInput,
  options: ChatRequestOptions,
): Translated<ChatCompletionCreateParamsNonStreaming> {
  const input = readRequestShape<ConverseCommandInput>(given, CONVERSE_INPUT)
  const warnings = new WarningCollector()
  const scope: ChatMessageScope = { warnings, extensions: options.extensions === true }
  refuseBedrockOnly(input)
  checkReverseTools(input, warnings)
  const tools = toFunctionTools(input.toolConfig, same)
  const choice = toToolChoiceOption(input.toolConfig?.toolChoice, same)
  const value: ChatCompletionCreateParamsNonStreaming = {
    model: options.model,
    messages: toMessages(input, scope, options.textParts !== false),
    ...withLimitName(toSamplingParameters(input.inferenceConfig), options.limitName),
    ...(tools.length === 0 ? {} : { tools }),
    ...(choice === undefined ? {} : { tool_choice: choice }),
    ...toOutputFields(input, options.checksStrict === true),
    ...withoutToolParameters(
      toAdditionalParameters(input.additionalModelRequestFields, {
        ...scope,
        topK: options.topK ?? scope.extensions,
        maxTokens: input.inferenceConfig?.maxTokens,
      }),
      tools.length > 0,
    ),
    ...toServiceFields(input, scope, options.metadata !== false),
  }
  return { value, warnings: warnings.list() }
}

function toMessages(
  input: ConverseCommandInput,
  scope: ChatMessageScope,
  textParts: boolean,
): ChatCompletionMessageParam[] {
  const messages = [...toSystemMessages(input.system, scope), ...toChatMessages(input.messages, scope)]
  return textParts ? messages : messages.map(withPlainContent)
}

/** A content of nothing but texts as one string. */
function withPlainContent(message: ChatCompletionMessageParam): ChatCompletionMessageParam {
  const { content } = message
  if (!Array.isArray(content)) return message
  const texts = content.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  return texts.length < content.length
    ? message
    : ({ ...message, content: texts.join('\n\n') } as ChatCompletionMessageParam)
}

function withLimitName(
  parameters: ReturnType<typeof toSamplingParameters>,
  limitName: ChatRequestOptions['limitName'],
): Partial<ChatCompletionCreateParamsNonStreaming> {
  const { max_completion_tokens: limit, ...rest } = parameters
  if (limit === undefined || limit === null || limitName !== 'max_tokens') return parameters
  return { ...rest, max_tokens: limit }
}

/** OpenAI refuses `tool_choice` and `parallel_tool_calls` in requests without tools. */
function withoutToolParameters(parameters: JsonObject, hasTools: boolean): JsonObject {
  const { tool_choice: _choice, parallel_tool_calls: _parallel, ...rest } = parameters
  return hasTools ? parameters : rest
}

function toOutputFields(
  { outputConfig }: ConverseCommandInput,
  checksStrict: boolean,
): Partial<ChatCompletionCreateParamsNonStreaming> {
  const jsonSchema = outputConfig?.textFormat?.structure?.jsonSchema
  const schema = jsonSchema === undefined ? {} : parseSchema(jsonSchema.schema ?? '{}')
  const effort = outputConfig?.effort
  return {
    ...(effort !== undefined && EFFORTS.has(effort) ? { reasoning_effort: effort as 'low' } : {}),
    ...(jsonSchema === undefined
      ? {}
      : {
          response_format: {
            type: 'json_schema',
            json_schema: {
              name: jsonSchema.name ?? 'answer',
              ...(jsonSchema.description === undefined ? {} : { description: jsonSchema.description }),
              schema,
              strict: !checksStrict || isStrictSchema(schema),
            },
          },
        }),
  }
}

function parseSchema(text: string): Record<string, unknown> {
  const path = 'outputConfig.textFormat.structure.jsonSchema.schema'
  const schema = parseJson(text)
  if (isTooDeep(schema)) reject(path, `${path} is nested too deeply.`)
  return isObject(schema) ? { ...schema } : reject(path, `${path} must be a string that holds a JSON Schema.`)
}

function toServiceFields(
  input: ConverseCommandInput,
  { warnings }: ChatMessageScope,
  takesMetadata: boolean,
): Partial<ChatCompletionCreateParamsNonStreaming> {
  if (!takesMetadata && input.requestMetadata !== undefined) {
    warnings.add(
      'unsupported_parameter',
      'requestMetadata',
      'OpenAI takes metadata only for answers that it stores; it was left out.',
    )
  }
  const tier = toSharedServiceTier(input, warnings)
  return {
    ...(tier === undefined ? {} : { service_tier: tier }),
    ...(input.requestMetadata === undefined || !takesMetadata
      ? {}
      : { metadata: { ...input.requestMetadata } }),
  }
}
