import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses'

import { checkReverseTools, refuseBedrockOnly, toSharedServiceTier } from '../../converse/bedrock-only.ts'
import { WarningCollector, type Translated } from '../../context.ts'
import { CONVERSE_INPUT } from '../../shapes/converse-input-shape.ts'
import { readRequestShape } from '../../shapes/malformed.ts'
import { toTextParameter } from '../text-format.ts'
import { toResponseToolChoice } from '../tool-choice.ts'
import { toResponseTools } from '../tools.ts'
import { toInputItems } from './input-items.ts'
import { toInstructions } from './instructions.ts'
import { toModelParameters } from './model-parameters.ts'

/** What the reverse needs to know of the backend. */
export interface ResponsesRequestOptions {
  /** The backend's name of the model. */
  readonly model: string
  /** The model's family: encrypted reasoning of another one is left out. Default: `model`. */
  readonly family?: string | undefined
  /**
   * Whether to ask for encrypted reasoning, so that the next turn can give it back. Default: where the request asks for an effort, or
   * gives some back; OpenAI refuses the question for models that do not reason.
   */
  readonly encryptedReasoning?: boolean | undefined
}

/** https://platform.openai.com/docs/api-reference/responses/create (max_output_tokens) */
const LEAST_OUTPUT_TOKENS = 16

/**
 * Bedrock Converse → OpenAI Responses: the reverse of `toResponsesConverseRequest`. Nothing is stored (`store: false`): the
 * caller sends the whole conversation with each request. Streaming is the caller's to add.
 *
 * @param given - the input of the command, of untrusted shape
 * @throws TranslationError (400) for members of the wrong type, guardrails, stored prompts and blocks that OpenAI has no counterpart for
 */
export function toResponsesRequest(
  given: ConverseCommandInput,
  options: ResponsesRequestOptions,
): Translated<ResponseCreateParamsNonStreaming> {
  const input = readRequestShape<ConverseCommandInput>(given, CONVERSE_INPUT)
  const warnings = new WarningCollector()
  refuseBedrockOnly(input)
  checkReverseTools(input, warnings)
  const instructions = toInstructions(input.system, warnings)
  const items = toInputItems(input.messages, { warnings, family: options.family ?? options.model })
  const { verbosity, reasoning, ...parameters } = toModelParameters(input, warnings)
  const text = toTextParameter(input.outputConfig?.textFormat, verbosity)
  const isAsked = reasoning?.effort !== undefined && reasoning.effort !== 'none'
  const encrypted = options.encryptedReasoning ?? (isAsked || items.some(({ type }) => type === 'reasoning'))
  const value: ResponseCreateParamsNonStreaming = {
    model: options.model,
    ...(instructions === undefined ? {} : { instructions }),
    input: items,
    ...toLimits(input, warnings),
    ...toToolParameters(input, warnings),
    ...parameters,
    ...(text === undefined ? {} : { text }),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(encrypted ? { include: ['reasoning.encrypted_content'] } : {}),
    ...toServiceParameters(input, warnings),
    store: false,
  }
  return { value, warnings: warnings.list() }
}

function toToolParameters(
  { toolConfig }: ConverseCommandInput,
  warnings: WarningCollector,
): Pick<ResponseCreateParamsNonStreaming, 'tools' | 'tool_choice'> {
  const tools = toResponseTools(toolConfig, warnings)
  const choice = toResponseToolChoice(toolConfig?.toolChoice)
  // OpenAI refuses a choice where there are no tools.
  if (tools.length === 0) return {}
  return { tools, ...(choice === undefined ? {} : { tool_choice: choice }) }
}

function toLimits(
  { inferenceConfig }: ConverseCommandInput,
  warnings: WarningCollector,
): Pick<ResponseCreateParamsNonStreaming, 'max_output_tokens' | 'temperature' | 'top_p'> {
  const { maxTokens, temperature, topP, stopSequences = [] } = inferenceConfig ?? {}
  if (stopSequences.length > 0) {
    warnings.add(
      'unsupported_parameter',
      'inferenceConfig.stopSequences',
      'The Responses API has no stop sequences; they were left out.',
    )
  }
  if (maxTokens !== undefined && maxTokens < LEAST_OUTPUT_TOKENS) {
    warnings.add(
      'raised_parameter',
      'inferenceConfig.maxTokens',
      `The Responses API takes no limit below ${LEAST_OUTPUT_TOKENS} tokens; it was raised to that.`,
    )
  }
  return {
    ...(maxTokens === undefined ? {} : { max_output_tokens: Math.max(maxTokens, LEAST_OUTPUT_TOKENS) }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
  }
}

function toServiceParameters(
  input: ConverseCommandInput,
  warnings: WarningCollector,
): Pick<ResponseCreateParamsNonStreaming, 'service_tier' | 'metadata'> {
  const tier = toSharedServiceTier(input, warnings)
  return {
    ...(tier === undefined ? {} : { service_tier: tier }),
    ...(input.requestMetadata === undefined ? {} : { metadata: { ...input.requestMetadata } }),
  }
}
