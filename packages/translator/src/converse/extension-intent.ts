import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'
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

/** What most requests say of these: nothing. */
export const NO_EXTENSIONS: ExtensionIntent = {
  anthropicBeta: undefined,
  guardrail: undefined,
  additionalFields: undefined,
  responseFieldPaths: undefined,
  performance: undefined,
  serviceTier: undefined,
  metadata: [],
  promptVariables: undefined,
}

const EXTENSIONS: ReadonlySet<string> = new Set([
  'anthropic_beta',
  'guardrailConfig',
  'additionalModelRequestFields',
  'additionalModelResponseFieldPaths',
  'performanceConfig',
  'service_tier',
  'metadata',
  'requestMetadata',
  'promptVariables',
])

/** Reads the extensions, which have the same names in every protocol. */
export function readExtensions(request: RequestFields): ExtensionIntent {
  if (!Object.keys(request.fields).some((name) => EXTENSIONS.has(name))) return NO_EXTENSIONS
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
export function readThinking(
  request: RequestFields,
  { additionalFields }: Pick<ExtensionIntent, 'additionalFields'>,
): Stated | undefined {
  const stated = readStated(request, 'thinking')
  if (stated !== undefined || additionalFields === undefined) return stated
  const { thinking: value } = additionalFields.value
  return isAbsent(value) ? undefined : { value, path: `${additionalFields.path}.thinking` }
}

/** Whether the request asks for one of Anthropic's betas, e.g. `interleaved-thinking-2025-05-14`. */
export function hasAnthropicBeta(
  { anthropicBeta, additionalFields }: Pick<ExtensionIntent, 'anthropicBeta' | 'additionalFields'>,
  prefix: string,
): boolean {
  const stated = anthropicBeta?.value ?? additionalFields?.value['anthropic_beta']
  if (stated === undefined) return false
  const names: unknown[] =
    typeof stated === 'string' ? stated.split(',') : Array.isArray(stated) ? stated : []
  return names.some((name) => typeof name === 'string' && name.trim().startsWith(prefix))
}

function readAdditionalFields(request: RequestFields): Stated<JsonObject> | undefined {
  const stated = readStated(request, 'additionalModelRequestFields')
  return isObject(stated?.value) ? { value: stated.value, path: stated.path } : undefined
}
