import type { InferenceConfiguration } from '@aws-sdk/client-bedrock-runtime'

import type { WarningCollector } from '../context.ts'
import { reject, type JsonObject } from '../json-shape.ts'
import type { ReasoningFields } from './explicit-thinking.ts'
import { defaultMaxTokens } from '../model-facts/default-max-tokens.ts'
import type { FamilyField } from '../model-facts/model-capabilities.ts'
import { isStoredPrompt } from '../model-facts/model-id.ts'
import type { RequestScope } from './request-scope.ts'
import type { Stated } from './stated.ts'
import { toStopSequences } from './stop.ts'

/** How a request wants its answer sampled and limited. */
export interface InferenceIntent {
  /** The limits of the answer, the one that counts first. */
  readonly maxTokens: readonly Stated<number>[]
  readonly temperature: Stated<number> | undefined
  readonly topP: Stated<number> | undefined
  readonly topK: Stated<number> | undefined
  readonly frequencyPenalty: Stated<number> | undefined
  readonly presencePenalty: Stated<number> | undefined
  readonly seed: Stated<number> | undefined
  /** Strings or lists of strings, joined in this order. */
  readonly stopSequences: readonly Stated[]
}

/** Sampling and limits as Converse's own fields, and as fields of the model's family. */
export interface Inference {
  readonly inferenceConfig: InferenceConfiguration
  readonly additionalFields: JsonObject
}

/** https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html */
const NOVA_MAX_TOP_K = 128

/** Why sampling parameters are left out. */
const WHILE_REASONING = 'cannot be set while the model reasons'
const NOT_TAKEN = 'is not taken by this model'

/**
 * Max tokens, temperature, top_p, top_k, stop sequences, penalties and seed, as far as the model takes them and its
 * reasoning allows.
 *
 * @param reasoning - see `toReasoningFields`; while a model thinks, its sampling cannot be set
 * @param isRaised - a beta may let the model answer with more tokens than it does otherwise: its maximum is not held against the request
 * @throws TranslationError (400) for numbers out of range
 */
export function toInference(
  intent: InferenceIntent,
  reasoning: ReasoningFields,
  scope: RequestScope,
  isRaised = false,
): Inference {
  const { context, warnings } = scope
  const { temperature, topP } = toSampling(intent, reasoning, scope)
  const maxTokens = toMaxTokens(intent, reasoning, scope, isRaised)
  const stopSequences = toStopSequences(intent.stopSequences, context.model.capabilities, warnings)
  const inferenceConfig: InferenceConfiguration = {}
  if (maxTokens !== undefined) inferenceConfig.maxTokens = maxTokens
  if (temperature !== undefined) inferenceConfig.temperature = temperature
  if (topP !== undefined) inferenceConfig.topP = topP
  if (stopSequences !== undefined) inferenceConfig.stopSequences = stopSequences
  const additionalFields = toFamilyFields(intent, scope)
  return {
    inferenceConfig,
    additionalFields:
      intent.topK === undefined
        ? additionalFields
        : { ...toTopK(intent.topK, reasoning, scope), ...additionalFields },
  }
}

function toMaxTokens(
  { maxTokens: [first, second] }: InferenceIntent,
  reasoning: ReasoningFields,
  { context, warnings }: RequestScope,
  isRaised: boolean,
): number | undefined {
  const given = readNumber(first, 1, Number.MAX_SAFE_INTEGER)
  const other = readNumber(second, 1, Number.MAX_SAFE_INTEGER)
  if (first !== undefined && second !== undefined && other !== given) {
    leaveOut(second, `is overridden by ${first.path}`, warnings)
  }
  if (reasoning.omitMaxTokens === true) return undefined
  const { maxOutputTokens: most } = context.model.capabilities
  if (given !== undefined && most !== undefined && given > most && !isRaised) {
    warnClamped(first ?? second, most, warnings)
    return most
  }
  return given ?? toDefaultMaxTokens(reasoning.maxTokens, context)
}

/**
 * What a request that names no limit is sent with.
 *
 * @param needed - what its reasoning needs at least, with room for an answer
 * @returns `undefined` where no maximum is known, and for stored prompts, which have their own
 */
function toDefaultMaxTokens(
  needed: number | undefined,
  { model, options }: RequestScope['context'],
): number | undefined {
  if (isStoredPrompt(model.id)) return undefined
  const { maxOutputTokens: limit = Number.POSITIVE_INFINITY } = model.capabilities
  if (options.maxTokens !== undefined) return Math.min(options.maxTokens, limit)
  const usual = defaultMaxTokens(model.capabilities)
  return usual === undefined ? needed : Math.min(Math.max(usual, needed ?? 0), limit)
}

function toSampling(
  intent: InferenceIntent,
  reasoning: ReasoningFields,
  { context, warnings }: RequestScope,
): Pick<InferenceConfiguration, 'temperature' | 'topP'> {
  if (intent.temperature === undefined && intent.topP === undefined) return {}
  const { sampling } = context.model.capabilities
  const temperature = readNumber(intent.temperature, 0, 2)
  const topP = readNumber(intent.topP, 0, 1)
  if (reasoning.thinking || sampling === 'none') {
    const reason = reasoning.thinking ? WHILE_REASONING : NOT_TAKEN
    if (temperature !== 1) leaveOut(intent.temperature, reason, warnings)
    if (topP !== 1) leaveOut(intent.topP, reason, warnings)
    return {}
  }
  if (temperature !== undefined && temperature > 1) warnClamped(intent.temperature, 1, warnings)
  const isOne = sampling === 'one' && temperature !== undefined
  if (isOne) leaveOut(intent.topP, 'is not taken beside temperature by this model', warnings)
  return {
    temperature: temperature === undefined ? undefined : Math.min(temperature, 1),
    topP: isOne ? undefined : topP,
  }
}

function toTopK(
  stated: Stated<number>,
  reasoning: ReasoningFields,
  { context, warnings }: RequestScope,
): JsonObject {
  const topK = readNumber(stated, 0, Number.MAX_SAFE_INTEGER) ?? 0
  const { topK: place, sampling } = context.model.capabilities
  if (reasoning.thinking || place === 'none' || sampling === 'none') {
    leaveOut(stated, reasoning.thinking ? WHILE_REASONING : NOT_TAKEN, warnings)
    return {}
  }
  if (place === 'additional-field') return { top_k: topK }
  if (topK > NOVA_MAX_TOP_K) warnClamped(stated, NOVA_MAX_TOP_K, warnings)
  return { inferenceConfig: { topK: Math.min(topK, NOVA_MAX_TOP_K) } }
}

function toFamilyFields(intent: InferenceIntent, { context, warnings }: RequestScope): JsonObject {
  const fields: Record<string, number> = {}
  const add = (name: FamilyField, stated: Stated<number> | undefined, limit: number): void => {
    const value = readNumber(stated, -limit, limit)
    if (value === undefined) return
    if (context.model.capabilities.familyFields.includes(name)) fields[name] = value
    else if (name === 'seed' || value !== 0) leaveOut(stated, NOT_TAKEN, warnings)
  }
  add('frequency_penalty', intent.frequencyPenalty, 2)
  add('presence_penalty', intent.presencePenalty, 2)
  add('seed', intent.seed, Infinity)
  return fields
}

function readNumber(stated: Stated<number> | undefined, min: number, max: number): number | undefined {
  if (stated === undefined) return undefined
  const { value, path } = stated
  if (value >= min && value <= max) return value
  const range = max === Number.MAX_SAFE_INTEGER ? `at least ${min}` : `between ${min} and ${max}`
  return reject(path, `${path} must be ${range}, not ${value}.`)
}

function warnClamped(stated: Stated | undefined, limit: number, warnings: WarningCollector): void {
  if (stated === undefined) return
  const { path } = stated
  warnings.add(
    'clamped_parameter',
    path,
    `${path} was lowered to ${limit}, the highest that the model takes.`,
  )
}

function leaveOut(stated: Stated | undefined, reason: string, warnings: WarningCollector): void {
  if (stated === undefined) return
  const { path } = stated
  warnings.add('unsupported_parameter', path, `${path} ${reason}; it was left out.`)
}
