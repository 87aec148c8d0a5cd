import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions'

import type { Translated } from '../context.ts'
import { WarningCollector } from '../context.ts'
import { isObject, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { toChatMessages } from './chat-messages.ts'
import type { ChatMessageScope } from './chat-messages.ts'
import { isStoredPrompt } from './prompt-model.ts'
import { toSamplingParameters } from './inference.ts'
import { toSystemMessages } from './system.ts'
import { toToolChoiceOption } from './tool-choice.ts'
import { toFunctionTools } from './tools.ts'

/** What the reverse needs to know of the backend. */
export interface ChatRequestOptions {
  /** The backend's name of the model. */
  readonly model: string
  /** The backend understands this package's extensions, as a Patchbay route does. Default `false`: plain OpenAI. */
  readonly extensions?: boolean
}

/** Names that Bedrock takes, OpenAI takes. */
const same = (name: string): string => name

/** Additional model fields that are OpenAI's own under the same name. */
const SAME_NAME: ReadonlySet<string> = new Set([
  'frequency_penalty',
  'presence_penalty',
  'seed',
  'reasoning_effort',
  'logit_bias',
])
/** Those that only this package's own extensions have. */
const EXTENSIONS: ReadonlySet<string> = new Set(['top_k', 'thinking', 'anthropic_beta'])
const EFFORTS: ReadonlySet<string> = new Set(['low', 'medium', 'high', 'xhigh', 'max'])

/**
 * Bedrock Converse → OpenAI chat completions: the reverse of `toConverseRequest`. Streaming is the caller's to add.
 *
 * @throws TranslationError (400) for guardrails, stored prompts and blocks that OpenAI has no counterpart for
 */
export function toChatCompletionRequest(
  input: ConverseCommandInput,
  options: ChatRequestOptions,
): Translated<ChatCompletionCreateParamsNonStreaming> {
  const warnings = new WarningCollector()
  const scope: ChatMessageScope = { warnings, extensions: options.extensions === true }
  refuseByName(input)
  const tools = toFunctionTools(input.toolConfig, same)
  const choice = toToolChoiceOption(input.toolConfig?.toolChoice, same)
  const value: ChatCompletionCreateParamsNonStreaming = {
    model: options.model,
    messages: [...toSystemMessages(input.system, scope), ...toChatMessages(input.messages, scope)],
    ...toSamplingParameters(input.inferenceConfig),
    ...(tools.length === 0 ? {} : { tools }),
    ...(choice === undefined ? {} : { tool_choice: choice }),
    ...toOutputFields(input),
    ...toExtraFields(input.additionalModelRequestFields, scope),
    ...toServiceFields(input, scope),
  }
  return { value, warnings: warnings.list() }
}

function refuseByName(input: ConverseCommandInput): void {
  if (isStoredPrompt(input.modelId ?? '')) {
    reject(
      'modelId',
      'modelId is the ARN of a stored prompt, which only Bedrock knows: this route cannot serve it. Send the messages.',
      'unsupported_parameter',
    )
  }
  for (const name of ['guardrailConfig', 'promptVariables'] as const) {
    if (input[name] !== undefined) {
      reject(
        name,
        `${name} has no counterpart in the OpenAI API: this route cannot serve it. Leave it out, or use a Bedrock route.`,
        'unsupported_parameter',
      )
    }
  }
}

function toOutputFields({
  outputConfig,
}: ConverseCommandInput): Partial<ChatCompletionCreateParamsNonStreaming> {
  const jsonSchema = outputConfig?.textFormat?.structure?.jsonSchema
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
              schema: parseSchema(jsonSchema.schema ?? '{}'),
              strict: true,
            },
          },
        }),
  }
}

function parseSchema(text: string): Record<string, unknown> {
  const path = 'outputConfig.textFormat.structure.jsonSchema.schema'
  let schema: unknown
  try {
    schema = JSON.parse(text)
  } catch {
    schema = undefined
  }
  return isObject(schema) ? { ...schema } : reject(path, `${path} must be a string that holds a JSON Schema.`)
}

function toExtraFields(fields: unknown, { warnings, extensions }: ChatMessageScope): JsonObject {
  if (!isObject(fields)) return {}
  const kept: [string, unknown][] = []
  for (const [name, value] of Object.entries(fields)) {
    const topK = name === 'inferenceConfig' && isObject(value) ? value['topK'] : undefined
    if (SAME_NAME.has(name) || (extensions && EXTENSIONS.has(name))) kept.push([name, value])
    else if (extensions && topK !== undefined) kept.push(['top_k', topK])
    else {
      const field = `additionalModelRequestFields.${name}`
      warnings.add(
        'unsupported_parameter',
        field,
        `${field} is known to the Bedrock model alone; it was left out.`,
      )
    }
  }
  return Object.fromEntries(kept)
}

function toServiceFields(
  input: ConverseCommandInput,
  { warnings }: ChatMessageScope,
): Partial<ChatCompletionCreateParamsNonStreaming> {
  for (const name of ['performanceConfig', 'additionalModelResponseFieldPaths'] as const) {
    if (input[name] !== undefined) {
      warnings.add(
        'unsupported_parameter',
        name,
        `${name} has no counterpart in the OpenAI API; it was left out.`,
      )
    }
  }
  const tier = input.serviceTier?.type
  const known = tier === 'default' || tier === 'flex' || tier === 'priority'
  if (tier !== undefined && !known) {
    warnings.add(
      'unsupported_parameter',
      'serviceTier',
      `OpenAI has no service tier "${tier}"; it was left out.`,
    )
  }
  return {
    ...(known ? { service_tier: tier } : {}),
    ...(input.requestMetadata === undefined ? {} : { metadata: { ...input.requestMetadata } }),
  }
}
