import type {
  GuardrailStreamConfiguration,
  PerformanceConfiguration,
  PromptVariableValues,
  ServiceTier,
} from '@aws-sdk/client-bedrock-runtime'

import type { WarningCollector } from '../context.ts'
import { expectArray, expectString, isAbsent, isObject, reject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import type { ExtensionIntent } from './extension-intent.ts'
import { toGuardrail } from './guardrail.ts'
import { toRequestMetadata } from './request-metadata.ts'
import { toServiceTier } from './service-tier.ts'
import type { Stated } from './stated.ts'
import { readMembers } from './structure-members.ts'

/** Parts of a Converse request that the caller names directly. */
export interface PassThrough {
  readonly guardrailConfig?: GuardrailStreamConfiguration
  readonly additionalModelResponseFieldPaths?: string[]
  readonly performanceConfig?: PerformanceConfiguration
  readonly serviceTier?: ServiceTier
  readonly requestMetadata?: Record<string, string>
  readonly promptVariables?: Record<string, PromptVariableValues>
}

const MAX_RESPONSE_PATHS = 10

/**
 * Guardrail, response fields, performance, service tier, metadata and prompt variables.
 *
 * @param streaming - the request goes to ConverseStream
 * @param model - without service tiers, a tier or a latency other than the default is left out with a warning
 * @throws TranslationError (400) where a value does not have the service's form
 */
export function toPassThrough(
  intent: ExtensionIntent,
  streaming: boolean,
  warnings: WarningCollector,
  model: Pick<ModelCapabilities, 'serviceTiers'> = { serviceTiers: true },
): PassThrough {
  if (Object.keys(intent).length === 0) return {}
  const performanceConfig = toPerformance(intent.performanceConfig, warnings)
  const serviceTier = toServiceTier(intent.service_tier, warnings)
  const isSlow = performanceConfig === undefined || performanceConfig.latency === 'standard'
  const isDefault = serviceTier === undefined || serviceTier.type === 'default'
  if (!model.serviceTiers) {
    if (!isSlow) leaveOut(intent.performanceConfig, warnings)
    if (!isDefault) leaveOut(intent.service_tier, warnings)
  }
  return withoutUndefined({
    guardrailConfig: toGuardrail(intent.guardrailConfig, streaming, warnings),
    additionalModelResponseFieldPaths: toResponsePaths(intent.additionalModelResponseFieldPaths),
    performanceConfig: model.serviceTiers ? performanceConfig : undefined,
    serviceTier: model.serviceTiers ? serviceTier : undefined,
    requestMetadata: toRequestMetadata([intent.metadata, intent.requestMetadata], warnings),
    promptVariables: toPromptVariables(intent.promptVariables),
  })
}

function leaveOut(stated: Stated | undefined, warnings: WarningCollector): void {
  const path = stated?.path ?? ''
  warnings.add('unsupported_parameter', path, `${path} is not taken by this model; it was left out.`)
}

function toPerformance(
  stated: Stated | undefined,
  warnings: WarningCollector,
): PerformanceConfiguration | undefined {
  if (!isObject(stated?.value)) return undefined
  const { value, path } = stated
  const { latency } = readMembers(value, path, warnings, { latency: 'latency' })
  if (latency === undefined) return undefined
  if (latency !== 'standard' && latency !== 'optimized') {
    return reject(`${path}.latency`, `${path}.latency must be "standard" or "optimized".`)
  }
  return { latency }
}

function toResponsePaths(stated: Stated | undefined): string[] | undefined {
  if (stated === undefined) return undefined
  const { value, path } = stated
  const pointers = expectArray(value, path).map((item, index) => expectString(item, `${path}[${index}]`))
  const wrong = pointers.findIndex((pointer) => pointer.length === 0 || pointer.length > 256)
  if (wrong >= 0) reject(`${path}[${wrong}]`, `${path}[${wrong}] must have 1 to 256 characters.`)
  if (pointers.length > MAX_RESPONSE_PATHS) {
    reject(path, `${path} takes at most ${MAX_RESPONSE_PATHS} paths.`)
  }
  return pointers.length === 0 ? undefined : pointers
}

function toPromptVariables(stated: Stated | undefined): Record<string, PromptVariableValues> | undefined {
  if (!isObject(stated?.value)) return undefined
  const { value, path } = stated
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => !isAbsent(entry))
      .map(([key, entry]) => {
        const text = isObject(entry) ? entry['text'] : entry
        return [key, { text: expectString(text, `${path}.${key}`) }]
      }),
  )
}

function withoutUndefined<Shape extends object>(
  value: Shape,
): { [Key in keyof Shape]: Exclude<Shape[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Key in keyof Shape]: Exclude<Shape[Key], undefined>
  }
}
