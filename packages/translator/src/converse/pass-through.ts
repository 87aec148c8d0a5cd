import type {
  GuardrailStreamConfiguration,
  PerformanceConfiguration,
  PromptVariableValues,
  ServiceTier,
} from '@aws-sdk/client-bedrock-runtime'

import type { TranslationContext, WarningCollector } from '../context.ts'
import { expectArray, expectString, isAbsent, isObject, reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import type { RequestFields } from '../chat-completions/to-converse/request-fields.ts'

/** Parts of a Converse request that the caller names directly. */
export interface PassThrough {
  readonly guardrailConfig?: GuardrailStreamConfiguration
  readonly additionalModelResponseFieldPaths?: string[]
  readonly performanceConfig?: PerformanceConfiguration
  readonly serviceTier?: ServiceTier
  readonly requestMetadata?: Record<string, string>
  readonly promptVariables?: Record<string, PromptVariableValues>
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html (requestMetadata) */
const METADATA = {
  maxItems: 16,
  key: /^[a-zA-Z0-9\s:_@$#=/+,.-]{1,256}$/,
  value: /^[a-zA-Z0-9\s:_@$#=/+,.-]{0,256}$/,
}
const MAX_RESPONSE_PATHS = 10
const TIERS: ReadonlySet<string> = new Set(['priority', 'default', 'flex', 'reserved'])

/**
 * OpenAI-shaped → Converse: guardrail, response fields, performance, service tier, metadata, prompt variables.
 *
 * @param streaming - the request goes to ConverseStream, whose guardrail has a field more
 * @throws TranslationError (400) where a value does not have the service's form
 */
export function toPassThrough(
  request: RequestFields,
  streaming: boolean,
  warnings: WarningCollector,
): PassThrough {
  return withoutUndefined({
    guardrailConfig: toGuardrail(request, streaming, warnings),
    additionalModelResponseFieldPaths: toResponsePaths(request),
    performanceConfig: toPerformance(request, warnings),
    serviceTier: toServiceTier(request, warnings),
    requestMetadata: toMetadata(request, warnings),
    promptVariables: toPromptVariables(request),
  })
}

/** The caller's own `anthropic_beta`, as Claude's field; a warning on other families. */
export function toAnthropicBeta(
  { fields, nameOf }: RequestFields,
  context: TranslationContext,
  warnings: WarningCollector,
): JsonObject {
  const given = fields['anthropic_beta']
  if (isAbsent(given)) return {}
  const name = nameOf('anthropic_beta')
  const list =
    typeof given === 'string'
      ? given.split(',')
      : expectArray(given, name).map((item, index) => expectString(item, `${name}[${index}]`))
  const betas = [...new Set(list.map((beta) => beta.trim()))].filter((beta) => beta !== '')
  if (betas.length === 0) return {}
  if (context.model.capabilities.anthropicBeta) return { anthropic_beta: betas }
  warnings.add('unsupported_parameter', name, `${name} was left out: the model is none of Anthropic's.`)
  return {}
}

/**
 * Joins the parts of `additionalModelRequestFields`; later ones win. Objects are joined member by member, lists of
 * beta flags become one list.
 */
export function joinFields(...parts: readonly (JsonObject | undefined)[]): JsonObject {
  const joined: Record<string, unknown> = {}
  for (const [name, value] of parts.flatMap((part) => Object.entries(part ?? {}))) {
    const before = Object.hasOwn(joined, name) ? joined[name] : undefined
    Object.defineProperty(joined, name, {
      value: joinValues(name, before, value),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return joined
}

function joinValues(name: string, before: unknown, value: unknown): unknown {
  if (name === 'anthropic_beta' && Array.isArray(before) && Array.isArray(value)) {
    return [...new Set([...(before as unknown[]), ...(value as unknown[])])]
  }
  // A choice or a way of thinking is one value: parts of two would contradict each other.
  const isOneValue = name === 'thinking' || name === 'tool_choice'
  return isObject(before) && isObject(value) && !isOneValue ? joinFields(before, value) : value
}

function toGuardrail(
  { fields, nameOf }: RequestFields,
  streaming: boolean,
  warnings: WarningCollector,
): GuardrailStreamConfiguration | undefined {
  const given = fields['guardrailConfig']
  if (!isObject(given)) return undefined
  const name = nameOf('guardrailConfig')
  const config = readMembers(given, name, warnings, {
    guardrailIdentifier: 'guardrail_identifier',
    guardrailVersion: 'guardrail_version',
    trace: 'trace',
    streamProcessingMode: 'stream_processing_mode',
  })
  const { streamProcessingMode, ...common } = config
  if (streamProcessingMode !== undefined && !streaming) {
    warnings.add(
      'unsupported_parameter',
      `${name}.streamProcessingMode`,
      'It counts only on streams; it was left out.',
    )
    return common as GuardrailStreamConfiguration
  }
  return config as GuardrailStreamConfiguration
}

function toPerformance(
  { fields, nameOf }: RequestFields,
  warnings: WarningCollector,
): PerformanceConfiguration | undefined {
  const given = fields['performanceConfig']
  if (!isObject(given)) return undefined
  const name = nameOf('performanceConfig')
  const { latency } = readMembers(given, name, warnings, { latency: 'latency' })
  if (latency === undefined) return undefined
  if (latency !== 'standard' && latency !== 'optimized') {
    return reject(`${name}.latency`, `${name}.latency must be "standard" or "optimized".`)
  }
  return { latency }
}

function toServiceTier(
  { fields, nameOf }: RequestFields,
  warnings: WarningCollector,
): ServiceTier | undefined {
  const given = fields['service_tier']
  if (isAbsent(given)) return undefined
  const name = nameOf('service_tier')
  const type = expectString(isObject(given) ? given['type'] : given, isObject(given) ? `${name}.type` : name)
  if (TIERS.has(type)) return { type: type as NonNullable<ServiceTier['type']> }
  if (type !== 'auto') {
    warnings.add(
      'unsupported_parameter',
      name,
      `Bedrock has no service tier "${type}" (but ${[...TIERS].join(', ')}); it was left out.`,
    )
  }
  return undefined
}

function toResponsePaths({ fields, nameOf }: RequestFields): string[] | undefined {
  const given = fields['additionalModelResponseFieldPaths']
  if (isAbsent(given)) return undefined
  const name = nameOf('additionalModelResponseFieldPaths')
  const paths = expectArray(given, name).map((item, index) => expectString(item, `${name}[${index}]`))
  const wrong = paths.findIndex((path) => path.length === 0 || path.length > 256)
  if (wrong >= 0) reject(`${name}[${wrong}]`, `${name}[${wrong}] must have 1 to 256 characters.`)
  if (paths.length > MAX_RESPONSE_PATHS) reject(name, `${name} takes at most ${MAX_RESPONSE_PATHS} paths.`)
  return paths.length === 0 ? undefined : paths
}

function toMetadata(
  { fields, nameOf }: RequestFields,
  warnings: WarningCollector,
): Record<string, string> | undefined {
  const kept = new Map<string, string>()
  for (const source of ['metadata', 'requestMetadata']) {
    const given = fields[source]
    for (const [key, value] of isObject(given) ? Object.entries(given) : []) {
      const field = `${nameOf(source)}.${key}`
      const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
      if (isAbsent(text)) continue
      if (typeof text !== 'string' || !METADATA.key.test(key) || !METADATA.value.test(text)) {
        warnings.add('metadata_out_of_limits', field, `${LIMITS} This entry was left out.`)
      } else if (kept.size >= METADATA.maxItems && !kept.has(key)) {
        warnings.add(
          'metadata_out_of_limits',
          field,
          `Bedrock takes at most ${METADATA.maxItems} entries. This one was left out.`,
        )
      } else kept.set(key, text)
    }
  }
  return kept.size === 0 ? undefined : Object.fromEntries(kept)
}

const LIMITS =
  'Bedrock takes metadata of strings up to 256 characters, out of letters, digits, blanks and : _ @ $ # = / + , - . alone.'

function toPromptVariables({
  fields,
  nameOf,
}: RequestFields): Record<string, PromptVariableValues> | undefined {
  const given = fields['promptVariables']
  if (!isObject(given)) return undefined
  const name = nameOf('promptVariables')
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => !isAbsent(value))
      .map(([key, value]) => {
        const text = isObject(value) ? value['text'] : value
        return [key, { text: expectString(text, `${name}.${key}`) }]
      }),
  )
}

/** The members of a structure in either spelling, all strings. */
function readMembers<Name extends string>(
  given: JsonObject,
  path: string,
  warnings: WarningCollector,
  names: Readonly<Record<Name, string>>,
): Partial<Record<Name, string>> {
  const read: Partial<Record<Name, string>> = {}
  const spellings = new Map(
    (Object.entries(names) as [Name, string][]).flatMap(([camel, snake]) => [
      [camel, camel] as const,
      [snake, camel] as const,
    ]),
  )
  for (const [key, value] of Object.entries(given)) {
    const name = spellings.get(key)
    if (isAbsent(value)) continue
    if (name === undefined)
      warnings.add(
        'unknown_parameter',
        `${path}.${key}`,
        `${path}.${key} is not known to Bedrock; it was left out.`,
      )
    else read[name] = expectString(value, `${path}.${key}`)
  }
  return read
}

function withoutUndefined<Shape extends object>(
  value: Shape,
): { [Key in keyof Shape]: Exclude<Shape[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Key in keyof Shape]: Exclude<Shape[Key], undefined>
  }
}
