import { expectArray, expectString, isObject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { toBedrockBeta } from './bedrock-betas.ts'
import type { RequestScope } from './request-scope.ts'
import type { Stated } from './stated.ts'

/** The caller's own `anthropic_beta`, as Claude's field, by the names of Bedrock; a warning on other families. */
export function toAnthropicBeta(
  stated: Stated | undefined,
  { context, warnings }: Pick<RequestScope, 'context' | 'warnings'>,
): JsonObject | undefined {
  if (stated === undefined) return undefined
  const { value, path } = stated
  const list =
    typeof value === 'string'
      ? value.split(',')
      : expectArray(value, path).map((item, index) => expectString(item, `${path}[${index}]`))
  const betas = [...new Set(list.map((beta) => beta.trim()))].filter((beta) => beta !== '')
  if (betas.length === 0) return {}
  if (context.model.capabilities.anthropicBeta) {
    const taken = [...new Set(betas.flatMap((beta) => toBedrockBeta(beta, path, warnings)))]
    return taken.length === 0 ? {} : { anthropic_beta: taken }
  }
  warnings.add('unsupported_parameter', path, `${path} was left out: only Anthropic's models have betas.`)
  return {}
}

/**
 * The caller's own additional fields. `thinking` among them belongs to the reasoning, which sends it; beta flags have the names
 * of Bedrock on Claude.
 */
export function toCallersFields(
  stated: Stated<JsonObject> | undefined,
  scope: Pick<RequestScope, 'context' | 'warnings'>,
): JsonObject | undefined {
  if (stated === undefined) return undefined
  const { thinking, ...rest } = stated.value
  const fields = thinking === undefined || isObject(thinking) ? rest : stated.value
  const { anthropic_beta: flags, ...others } = fields
  if (!Array.isArray(flags) || !scope.context.model.capabilities.anthropicBeta) return fields
  const path = `${stated.path}.anthropic_beta`
  const taken = flags.flatMap((flag: unknown): unknown[] =>
    typeof flag === 'string' ? [...toBedrockBeta(flag, path, scope.warnings)] : [flag],
  )
  return taken.length === 0 && flags.length > 0 ? others : { ...others, anthropic_beta: [...new Set(taken)] }
}

/**
 * Joins the parts of `additionalModelRequestFields`; later ones win. Objects are joined member by member, lists of
 * beta flags become one list.
 */
export function joinFields(...parts: readonly (JsonObject | undefined)[]): JsonObject {
  const joined: Record<string, unknown> = {}
  for (const part of parts) {
    if (part === undefined) continue
    for (const name of Object.keys(part)) {
      const before = Object.hasOwn(joined, name) ? joined[name] : undefined
      Object.defineProperty(joined, name, {
        value: joinValues(name, before, part[name]),
        enumerable: true,
        writable: true,
        configurable: true,
      })
    }
  }
  return joined
}

function joinValues(name: string, before: unknown, value: unknown): unknown {
  if (name === 'anthropic_beta' && Array.isArray(before) && Array.isArray(value)) {
    return [...new Set([...(before as unknown[]), ...(value as unknown[])])]
  }
  // A tool choice or a thinking object is one value: members of two would contradict each other.
  const isOneValue = name === 'thinking' || name === 'tool_choice'
  return isObject(before) && isObject(value) && !isOneValue ? joinFields(before, value) : value
}
