import type { WarningCollector } from '../context.ts'
import { isAbsent, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import { asksForThinking } from './claude-thinking.ts'

/** The least `top_p` beside thinking. https://docs.claude.com/en/docs/build-with-claude/extended-thinking */
const LEAST_TOP_P = 0.95

/** Why a parameter is left out, or nothing. */
type Refusal = (value: unknown, body: JsonObject) => string | undefined

const NOT_TAKEN = 'is not taken by this model'
const WHILE_THINKING = 'cannot be set while the model thinks'

/**
 * A Messages request to Claude with the sampling parameters and the limit that the model takes: those that it refuses are left out,
 * a limit beyond its maximum is lowered, each with a warning.
 *
 * @param isRaised - a beta is asked for, which may let the model answer with more: then the service decides about the limit
 * @returns the request itself where nothing is to be changed
 */
export function fitSampling(
  body: JsonObject,
  capabilities: ModelCapabilities,
  isRaised: boolean,
  warnings: WarningCollector,
): JsonObject {
  const refusals = refusalsOf(body, capabilities)
  const fitted: Record<string, unknown> = { ...body }
  for (const [name, refuse] of Object.entries(refusals)) {
    const value = fitted[name]
    const reason = isAbsent(value) ? undefined : refuse(value, fitted)
    if (reason === undefined) continue
    delete fitted[name]
    // What says the same as nothing is no loss.
    if (value !== 1 || name === 'top_k') {
      warnings.add('unsupported_parameter', name, `${name} ${reason}; it was left out.`)
    }
  }
  if (!isRaised) lowerLimit(fitted, capabilities, warnings)
  const isSame = Object.keys(body).every((name) => name in fitted && fitted[name] === body[name])
  return isSame ? body : fitted
}

/** In the order in which they are looked at: `temperature` stays where only one of two may. */
function refusalsOf(
  body: JsonObject,
  { sampling }: ModelCapabilities,
): Readonly<Record<'temperature' | 'top_p' | 'top_k', Refusal>> {
  const always = sampling === 'none' ? NOT_TAKEN : undefined
  const thinks = asksForThinking(body)
  const isSecond = ({ temperature }: JsonObject) => sampling === 'one' && !isAbsent(temperature)
  return {
    temperature: (value) => always ?? (thinks && value !== 1 ? WHILE_THINKING : undefined),
    top_p: (value, rest) =>
      always ??
      (thinks && !(typeof value === 'number' && value >= LEAST_TOP_P) ? WHILE_THINKING : undefined) ??
      (isSecond(rest) ? 'is not taken beside temperature by this model' : undefined),
    top_k: () => always ?? (thinks ? WHILE_THINKING : undefined),
  }
}

function lowerLimit(
  body: Record<string, unknown>,
  { maxOutputTokens: most }: ModelCapabilities,
  warnings: WarningCollector,
): void {
  const { max_tokens: limit } = body
  if (typeof limit !== 'number' || most === undefined || limit <= most) return
  body['max_tokens'] = most
  const message = `max_tokens was lowered to ${most}, the highest that the model takes.`
  warnings.add('clamped_parameter', 'max_tokens', message)
}
