import type { InferenceConfiguration } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions'

import type { TranslationContext, WarningCollector } from '../context.ts'
import { isAbsent, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import type { ReasoningFields } from './reasoning.ts'
import type { RequestFields } from '../chat-completions/to-converse/request-fields.ts'
import { toStop, toStopSequences } from './stop.ts'

/** How a request samples: Converse's own fields, and those that only the family knows. */
export interface Inference {
  readonly inferenceConfig: InferenceConfiguration
  readonly additionalFields: JsonObject
}

/** https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html */
const NOVA_MAX_TOP_K = 128

/**
 * OpenAI → Converse: max tokens, temperature, top_p, top_k, stop, penalties and seed, as far as the model takes them
 * and reasoning leaves them.
 *
 * @param reasoning - what `reasoning.ts` decided; while a model thinks, its sampling cannot be set
 * @throws TranslationError (400) for numbers out of OpenAI's ranges
 */
export function toInference(
  request: RequestFields,
  reasoning: ReasoningFields,
  context: TranslationContext,
  warnings: WarningCollector,
): Inference {
  const { capabilities } = context.model
  const sampling = toSampling(request, reasoning, context, warnings)
  const maxTokens = toMaxTokens(request, reasoning, context, warnings)
  const stopSequences = toStopSequences(request, capabilities, warnings)
  return {
    inferenceConfig: {
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...sampling,
      ...(stopSequences === undefined ? {} : { stopSequences }),
    },
    additionalFields: {
      ...toTopK(request, reasoning, context, warnings),
      ...toFamilyFields(request, context, warnings),
    },
  }
}

/** Converse → OpenAI: an inference configuration as request fields. */
export function toSamplingParameters(
  config: InferenceConfiguration | undefined,
): Pick<ChatCompletionCreateParams, 'max_completion_tokens' | 'temperature' | 'top_p' | 'stop'> {
  const stop = toStop(config?.stopSequences)
  return {
    ...(config?.maxTokens === undefined ? {} : { max_completion_tokens: config.maxTokens }),
    ...(config?.temperature === undefined ? {} : { temperature: config.temperature }),
    ...(config?.topP === undefined ? {} : { top_p: config.topP }),
    ...(stop === undefined ? {} : { stop }),
  }
}

function toMaxTokens(
  request: RequestFields,
  reasoning: ReasoningFields,
  context: TranslationContext,
  warnings: WarningCollector,
): number | undefined {
  const name = isAbsent(request.fields['max_completion_tokens']) ? 'max_tokens' : 'max_completion_tokens'
  const given = readNumber(request, name, 1, Number.MAX_SAFE_INTEGER)
  const legacy = name === 'max_tokens' ? given : readNumber(request, 'max_tokens', 1, Number.MAX_SAFE_INTEGER)
  if (legacy !== undefined && legacy !== given) {
    dropped('max_tokens', 'gives way to max_completion_tokens', request, warnings)
  }
  if (reasoning.omitMaxTokens === true) return undefined
  return reasoning.maxTokens ?? given ?? context.model.capabilities.defaultMaxTokens
}

function toSampling(
  request: RequestFields,
  reasoning: ReasoningFields,
  context: TranslationContext,
  warnings: WarningCollector,
): Pick<InferenceConfiguration, 'temperature' | 'topP'> {
  const { sampling } = context.model.capabilities
  const temperature = readNumber(request, 'temperature', 0, 2)
  const topP = readNumber(request, 'top_p', 0, 1)
  if (reasoning.thinking || sampling === 'none') {
    const reason = reasoning.thinking ? 'cannot be set while the model reasons' : 'is not taken by this model'
    if (temperature !== undefined && temperature !== 1) dropped('temperature', reason, request, warnings)
    if (topP !== undefined && topP !== 1) dropped('top_p', reason, request, warnings)
    return {}
  }
  if (temperature !== undefined && temperature > 1) {
    const name = request.nameOf('temperature')
    warnings.add('clamped_parameter', name, `${name} was lowered to 1, the highest that Bedrock takes.`)
  }
  const isOne = sampling === 'one' && temperature !== undefined
  if (isOne && topP !== undefined)
    dropped('top_p', 'is not taken beside temperature by this model', request, warnings)
  return {
    ...(temperature === undefined ? {} : { temperature: Math.min(temperature, 1) }),
    ...(topP === undefined || isOne ? {} : { topP }),
  }
}

function toTopK(
  request: RequestFields,
  reasoning: ReasoningFields,
  context: TranslationContext,
  warnings: WarningCollector,
): JsonObject {
  const topK = readNumber(request, 'top_k', 0, Number.MAX_SAFE_INTEGER)
  if (topK === undefined) return {}
  const { topK: place, sampling } = context.model.capabilities
  if (reasoning.thinking) dropped('top_k', 'cannot be set while the model reasons', request, warnings)
  else if (place === 'none' || sampling === 'none')
    dropped('top_k', 'is not taken by this model', request, warnings)
  else if (place === 'additional-field') return { top_k: topK }
  else {
    if (topK > NOVA_MAX_TOP_K) {
      const name = request.nameOf('top_k')
      warnings.add(
        'clamped_parameter',
        name,
        `${name} was lowered to ${NOVA_MAX_TOP_K}, the highest that the model takes.`,
      )
    }
    return { inferenceConfig: { topK: Math.min(topK, NOVA_MAX_TOP_K) } }
  }
  return {}
}

function toFamilyFields(
  request: RequestFields,
  context: TranslationContext,
  warnings: WarningCollector,
): JsonObject {
  const known = context.model.capabilities.familyFields
  const fields: Record<string, number> = {}
  for (const name of ['frequency_penalty', 'presence_penalty', 'seed'] as const) {
    const isPenalty = name !== 'seed'
    const value = isPenalty
      ? readNumber(request, name, -2, 2)
      : readNumber(request, name, -Infinity, Infinity)
    if (value === undefined) continue
    if (known.includes(name)) fields[name] = value
    else if (!isPenalty || value !== 0) dropped(name, 'is not taken by this model', request, warnings)
  }
  return fields
}

function readNumber(
  { fields, nameOf }: RequestFields,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const value = fields[name]
  if (typeof value !== 'number') return undefined
  if (value >= min && value <= max) return value
  const range = max === Number.MAX_SAFE_INTEGER ? `at least ${min}` : `between ${min} and ${max}`
  return reject(nameOf(name), `${nameOf(name)} must be ${range}, not ${value}.`)
}

function dropped(name: string, reason: string, { nameOf }: RequestFields, warnings: WarningCollector): void {
  warnings.add('unsupported_parameter', nameOf(name), `${nameOf(name)} ${reason}; it was left out.`)
}
