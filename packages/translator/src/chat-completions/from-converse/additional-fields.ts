import type { WarningCollector } from '../../context.ts'
import { isObject } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'

/** What the reverse of additional model fields may use. */
export interface AdditionalFieldScope {
  readonly warnings: WarningCollector
  /** The backend understands this package's extensions: `thinking` and `anthropic_beta` are passed on unchanged. */
  readonly extensions: boolean
  /** The backend takes `top_k`. */
  readonly topK: boolean
  /** The limit of the whole answer, against which a thinking budget is weighed. */
  readonly maxTokens: number | undefined
}

type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'

const EFFORTS: ReadonlySet<string> = new Set(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'])

/** Fields that OpenAI has under the same name and with the same meaning. */
const SAME_NAME: ReadonlySet<string> = new Set([
  'frequency_penalty',
  'presence_penalty',
  'seed',
  'logit_bias',
  'parallel_tool_calls',
])

/** Fields in which the families say how much to think: Claude's (also by its older name), Nova's, gpt-oss's. */
const THINKING: ReadonlySet<string> = new Set([
  'thinking',
  'reasoning_config',
  'output_config',
  'reasoningConfig',
  'reasoning_effort',
])

/**
 * Converse → OpenAI: `additionalModelRequestFields`, the parameters of the model families. Fields that OpenAI has by another
 * name are translated; others are left out with a warning.
 */
export function toAdditionalParameters(fields: unknown, scope: AdditionalFieldScope): JsonObject {
  if (!isObject(fields)) return {}
  const parameters: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue
    const translated = toParameters(name, value, scope)
    if (translated === undefined) unsupported(name, scope)
    else Object.assign(parameters, translated)
  }
  const effort = scope.extensions ? undefined : toReasoningEffort(fields, scope.maxTokens)
  return effort === undefined ? parameters : { ...parameters, reasoning_effort: effort }
}

/** `undefined` where there is no counterpart. */
function toParameters(name: string, value: unknown, scope: AdditionalFieldScope): JsonObject | undefined {
  if (SAME_NAME.has(name)) return { [name]: value }
  if (name === 'top_k' || name === 'inferenceConfig') return toTopK(name, value, scope)
  if (name === 'tool_choice' && isObject(value)) return toToolParameters(value)
  if (scope.extensions && (name === 'thinking' || name === 'anthropic_beta' || name === 'reasoning_effort')) {
    return { [name]: value }
  }
  return !scope.extensions && THINKING.has(name) ? {} : undefined
}

/** Claude, Llama and Mistral have `top_k`, Nova has `inferenceConfig.topK`. Plain OpenAI has none. */
function toTopK(name: string, value: unknown, scope: AdditionalFieldScope): JsonObject | undefined {
  const topK = name === 'top_k' ? value : isObject(value) ? value['topK'] : undefined
  return scope.topK && typeof topK === 'number' ? { top_k: topK } : undefined
}

/** Claude's own tool choice can say two things that Converse's cannot. */
function toToolParameters(choice: JsonObject): JsonObject {
  return {
    ...(choice['disable_parallel_tool_use'] === true ? { parallel_tool_calls: false } : {}),
    ...(choice['type'] === 'none' ? { tool_choice: 'none' } : {}),
  }
}

/**
 * The effort that the families' fields ask for. A thinking budget is weighed against max tokens, as efforts become
 * budgets in the other direction; without one, against the budgets used there. Only `low`, `medium` and `high` are made of
 * budgets: every backend with efforts has these.
 */
export function toReasoningEffort(fields: JsonObject, maxTokens: number | undefined): Effort | undefined {
  const named = [
    fields['reasoning_effort'],
    readMember(fields['output_config'], 'effort'),
    readMember(fields['reasoningConfig'], 'maxReasoningEffort'),
  ].find((effort) => typeof effort === 'string' && EFFORTS.has(effort))
  if (named !== undefined) return named as Effort
  const thinking = fields['thinking'] ?? fields['reasoning_config']
  const budget = readMember(thinking, 'budget_tokens')
  if (readMember(thinking, 'type') !== 'enabled' || typeof budget !== 'number') return undefined
  if (maxTokens === undefined) return budget <= 4096 ? 'low' : budget <= 12_288 ? 'medium' : 'high'
  const share = budget / maxTokens
  return share < 0.35 ? 'low' : share < 0.65 ? 'medium' : 'high'
}

function readMember(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined
}

function unsupported(name: string, { warnings }: AdditionalFieldScope): void {
  const field = `additionalModelRequestFields.${name}`
  warnings.add(
    'unsupported_parameter',
    field,
    `${field} is a field of the Bedrock model only; it was left out.`,
  )
}
