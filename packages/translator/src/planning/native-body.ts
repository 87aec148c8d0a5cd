import { nearestEffort, lowestEffort } from '../converse/nearest-effort.ts'
import { EXTENSION_FIELDS } from '../converse/request-extensions.ts'
import { WarningCollector, type Translated } from '../context.ts'
import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import { leaveOut } from './leave-out.ts'
import type { Way } from './way.ts'

/** https://platform.openai.com/docs/api-reference/responses/create (max_output_tokens) */
const LEAST_OUTPUT_TOKENS = 16

/** Sampling parameters, and what says the same as leaving them out. */
const SAMPLING: Readonly<Record<string, unknown>> = {
  temperature: 1,
  top_p: 1,
  frequency_penalty: 0,
  presence_penalty: 0,
  stop: undefined,
}
const USUAL_TIERS: ReadonlySet<unknown> = new Set(['auto', 'default'])

type MutableBody = Record<string, unknown>

/**
 * The caller's own body for a native way of Chat Completions or Responses: the same but for the model's name and what the service is
 * known to refuse, each with a warning. The body itself is not changed; it is returned as it is where nothing differs.
 *
 * @param body - of untrusted shape; what is of a wrong type goes on, for the service to refuse
 * @param store - the route's `store`: sent by Responses where the request says nothing
 */
export function toNativeBody(
  body: JsonObject,
  way: Pick<Way, 'api' | 'modelId' | 'without'>,
  capabilities: ModelCapabilities,
  store?: boolean,
): Translated<JsonObject> {
  const warnings = new WarningCollector()
  const fitted: MutableBody = { ...leaveOut(body, way.without), model: way.modelId }
  leaveOutExtensions(fitted, warnings)
  if (capabilities.sampling === 'none') leaveOutSampling(fitted, warnings)
  if (!capabilities.serviceTiers) leaveOutTier(fitted, warnings)
  if (way.api === 'responses') fitResponses(fitted, capabilities, store, warnings)
  else fitChat(fitted, capabilities, warnings)
  return { value: isSame(body, fitted) ? body : fitted, warnings: warnings.list() }
}

function fitChat(body: MutableBody, capabilities: ModelCapabilities, warnings: WarningCollector): void {
  const { max_tokens: limit, reasoning_effort: effort } = body
  if (capabilities.newLimitName && limit !== undefined) {
    // The same limit by another name: nothing is lost.
    body['max_completion_tokens'] ??= limit
    delete body['max_tokens']
  }
  if (typeof effort === 'string')
    body['reasoning_effort'] = fitEffort(effort, 'reasoning_effort', capabilities, warnings)
}

function fitResponses(
  body: MutableBody,
  capabilities: ModelCapabilities,
  store: boolean | undefined,
  warnings: WarningCollector,
): void {
  const { max_output_tokens: limit, reasoning } = body
  if (store !== undefined && isAbsent(body['store'])) body['store'] = store
  if (typeof limit === 'number' && limit < LEAST_OUTPUT_TOKENS) {
    body['max_output_tokens'] = LEAST_OUTPUT_TOKENS
    warnings.add(
      'raised_parameter',
      'max_output_tokens',
      `max_output_tokens was raised to ${LEAST_OUTPUT_TOKENS}, the lowest that the API takes.`,
    )
  }
  const effort = isObject(reasoning) ? reasoning['effort'] : undefined
  if (!isObject(reasoning) || typeof effort !== 'string') return
  const fitted = fitEffort(effort, 'reasoning.effort', capabilities, warnings)
  if (fitted !== effort) body['reasoning'] = { ...reasoning, effort: fitted }
}

function fitEffort(
  effort: string,
  path: string,
  capabilities: ModelCapabilities,
  warnings: WarningCollector,
): string {
  if (effort !== 'none') return nearestEffort({ value: effort, path }, capabilities, warnings)
  return capabilities.reasoningOff === 'never' && capabilities.reasoning === 'effort-field'
    ? lowestEffort(path, capabilities, warnings)
    : effort
}

function leaveOutExtensions(body: MutableBody, warnings: WarningCollector): void {
  for (const field of Object.keys(EXTENSION_FIELDS)) {
    if (field in body) remove(body, field, isAbsent(body[field]), 'is not known to this API', warnings)
  }
}

function leaveOutSampling(body: MutableBody, warnings: WarningCollector): void {
  for (const [field, usual] of Object.entries(SAMPLING)) {
    const value = body[field]
    if (field in body)
      remove(body, field, isAbsent(value) || value === usual, 'is not taken by this model', warnings)
  }
}

function leaveOutTier(body: MutableBody, warnings: WarningCollector): void {
  const { service_tier: tier } = body
  if (isAbsent(tier) || USUAL_TIERS.has(tier)) return
  remove(body, 'service_tier', false, 'is not taken by this model', warnings)
}

function remove(
  body: MutableBody,
  field: string,
  silently: boolean,
  reason: string,
  warnings: WarningCollector,
): void {
  delete body[field]
  if (!silently) warnings.add('unsupported_parameter', field, `${field} ${reason}; it was left out.`)
}

function isSame(body: JsonObject, fitted: JsonObject): boolean {
  const names = Object.keys(fitted)
  return names.length === Object.keys(body).length && names.every((name) => body[name] === fitted[name])
}
