import { isObject, type JsonObject } from '../json-shape.ts'
import type { RequestFields } from './request-table.ts'
import { readStated, type Stated } from './stated.ts'

/** The fields of a request that are meant for Bedrock itself, with names that all protocols share. */
export interface ExtensionIntent {
  readonly anthropicBeta: Stated | undefined
  readonly guardrail: Stated | undefined
  /** The caller's own `additionalModelRequestFields`. */
  readonly additionalFields: Stated<JsonObject> | undefined
  readonly responseFieldPaths: Stated | undefined
  readonly performance: Stated | undefined
  readonly serviceTier: Stated | undefined
  /** Later ones win. */
  readonly metadata: readonly Stated[]
  readonly promptVariables: Stated | undefined
}

/** Reads the extensions, which have the same names in every protocol. */
export function readExtensions(request: RequestFields): ExtensionIntent {
  return {
    anthropicBeta: readStated(request, 'anthropic_beta'),
    guardrail: readStated(request, 'guardrailConfig'),
    additionalFields: readAdditionalFields(request),
    responseFieldPaths: readStated(request, 'additionalModelResponseFieldPaths'),
    performance: readStated(request, 'performanceConfig'),
    serviceTier: readStated(request, 'service_tier'),
    metadata: ['metadata', 'requestMetadata'].flatMap((name) => readStated(request, name) ?? []),
    promptVariables: readStated(request, 'promptVariables'),
  }
}

/** The caller's own `thinking` object: of the request, else among the additional model fields. */
export function readThinking(request: RequestFields): Stated | undefined {
  const stated = readStated(request, 'thinking')
  if (stated !== undefined) return stated
  const additional = readAdditionalFields(request)
  const value = additional?.value['thinking']
  if (additional === undefined || value === undefined || value === null) return undefined
  return { value, path: `${additional.path}.thinking` }
}

/** Whether the request asks for one of Anthropic's betas, e.g. `interleaved-thinking-2025-05-14`. */
export function hasAnthropicBeta(request: RequestFields, prefix: string): boolean {
  const stated =
    readStated(request, 'anthropic_beta')?.value ?? readAdditionalFields(request)?.value['anthropic_beta']
  const names: unknown[] =
    typeof stated === 'string' ? stated.split(',') : Array.isArray(stated) ? stated : []
  return names.some((name) => typeof name === 'string' && name.trim().startsWith(prefix))
}

function readAdditionalFields(request: RequestFields): Stated<JsonObject> | undefined {
  const stated = readStated(request, 'additionalModelRequestFields')
  return isObject(stated?.value) ? { value: stated.value, path: stated.path } : undefined
}
