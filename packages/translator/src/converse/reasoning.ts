import type { ReasoningRatios, WarningCollector } from '../context.ts'
import { isObject, kindOf, reject, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import { resolveModelName } from '../model-facts/model-names.ts'
import { EFFORTS, toEffortFields, withEffort } from './effort.ts'
import { changedThinking, explicitThinking, OFF, UNSAID, type ReasoningFields } from './explicit-thinking.ts'
import type { RequestScope } from './request-scope.ts'
import type { Stated } from './stated.ts'

export type { ReasoningFields } from './explicit-thinking.ts'

/** Thinking budget as a fraction of max tokens, by effort. */
export const DEFAULT_REASONING_RATIOS: ReasoningRatios = { minimal: 0.1, low: 0.2, medium: 0.5, high: 0.8 }

/** Those of https://github.com/aws-samples/bedrock-access-gateway (Usage: Reasoning). */
export const BEDROCK_ACCESS_GATEWAY_REASONING_RATIOS: ReasoningRatios = {
  minimal: 0.3,
  low: 0.3,
  medium: 0.6,
  high: 1,
}

/** How a request asks its model to reason. */
export interface ReasoningIntent {
  /** `none`, `minimal`, `low`, `medium`, `high`, `xhigh` or `max`. */
  readonly effort: Stated | undefined
  /** Anthropic's `thinking` object; it wins over the effort. */
  readonly thinking: Stated | undefined
  /** The caller's own name of the model: one that ends in `-Thinking` asks for a medium effort. */
  readonly modelName: string | undefined
  /** The limit of the answer, of which a budget is a part. */
  readonly maxTokens: Stated<number> | undefined
  /** Anthropic's beta of that name is asked for: a budget may exceed max tokens. */
  readonly interleaved: boolean
  /** A sentence: how to send the reasoning of earlier turns back by the caller's protocol. */
  readonly historyRemedy: string
}

/**
 * An effort, an explicit `thinking` object (which wins), or the `-Thinking` of a model name, in the form that the model
 * takes.
 *
 * @param lacksHistory - a thinking budget would be refused; see `lacksReasoningHistory`. Adaptive thinking never is.
 * @throws TranslationError (400) when max tokens leave no room for the smallest budget
 */
export function toReasoningFields(
  intent: ReasoningIntent,
  scope: RequestScope,
  lacksHistory: () => boolean = () => false,
): ReasoningFields {
  const isUnsaid = intent.effort === undefined && intent.thinking === undefined
  if (isUnsaid && resolveModelName(intent.modelName ?? '')?.thinking !== true) return UNSAID
  const fields = chooseFields(intent, scope)
  if (!hasBudget(fields) || !lacksHistory()) return fields
  scope.warnings.add(
    'reasoning_history_missing',
    intent.thinking?.path ?? intent.effort?.path ?? 'model',
    'Reasoning was left out of this request: the model requires its earlier reasoning together with tool results, and the ' +
      `conversation lacks the reasoning of the turn that made the first call. ${intent.historyRemedy}`,
  )
  return OFF
}

/**
 * A model of Claude's that thinks by default cannot be forced to call a tool meanwhile. A request that says nothing of
 * reasoning gets its forced choice: thinking is turned off where that is possible.
 *
 * @param forced - the request has a tool choice that demands a call
 */
export function withoutDefaultThinking(
  fields: ReasoningFields,
  forced: boolean,
  { context }: Pick<RequestScope, 'context'>,
): ReasoningFields {
  const isSwitchable = context.model.capabilities.reasoningOff === 'disabled'
  return forced && fields.unsaid === true && isSwitchable
    ? { thinking: false, additionalFields: { thinking: { type: 'disabled' } } }
    : fields
}

/** Claude's `thinking` of type `enabled`, the only kind that requires earlier reasoning. */
function hasBudget({ thinking: isThinking, additionalFields }: ReasoningFields): boolean {
  const thinking = isObject(additionalFields) ? additionalFields['thinking'] : undefined
  return isThinking && isObject(thinking) && thinking['type'] !== 'adaptive'
}

/** What a request asks for that says something of reasoning, if by the name of its model alone. */
function chooseFields(intent: ReasoningIntent, scope: RequestScope): ReasoningFields {
  const { effort } = intent
  const maxTokens = withinMaximum(intent.maxTokens, scope) ?? readRouteLimit(scope)
  const thinking = readThinkingObject(intent.thinking)
  if (thinking !== undefined) {
    const other = changedThinking(thinking, effort, scope)
    if (other !== undefined) {
      return toEffortFields(readEffort(other), { path: thinking.path, maxTokens }, scope) ?? OFF
    }
    const fields = explicitThinking(thinking, maxTokens, intent.interleaved, scope)
    return effort === undefined ? fields : withEffort(fields, thinking.value, effort, scope)
  }
  if (effort === undefined) return toEffortFields('medium', { path: 'model', maxTokens }, scope) ?? OFF
  const level = readEffort(effort)
  const fields = toEffortFields(level, { path: effort.path, maxTokens }, scope)
  if (fields !== undefined) return fields
  warnWithoutEfforts(level, effort.path, scope.context.model.capabilities, scope.warnings)
  return OFF
}

function withinMaximum(
  stated: Stated<number> | undefined,
  { context }: RequestScope,
): Stated<number> | undefined {
  const { maxOutputTokens: most } = context.model.capabilities
  return stated === undefined || most === undefined || stated.value <= most
    ? stated
    : { ...stated, value: most }
}

/** The route's own limit, of which a budget is a part as it is of a limit of the request's. Nova has no budgets. */
function readRouteLimit({ context }: RequestScope): Stated<number> | undefined {
  const { maxTokens } = context.options
  const { reasoning, maxOutputTokens = Number.POSITIVE_INFINITY } = context.model.capabilities
  if (maxTokens === undefined || reasoning === 'nova') return undefined
  return { value: Math.min(maxTokens, maxOutputTokens), path: 'maxTokens' }
}

function readThinkingObject(stated: Stated | undefined): Stated<JsonObject> | undefined {
  if (stated === undefined) return undefined
  const { value, path } = stated
  return isObject(value)
    ? { value, path }
    : reject(path, `${path} must be an object such as { type: "adaptive" }, not ${kindOf(value)}.`)
}

function readEffort({ value, path }: Stated): string {
  if (typeof value === 'string' && (value === 'none' || Object.hasOwn(EFFORTS, value))) return value
  const given = typeof value === 'string' ? `"${value}"` : kindOf(value)
  return reject(path, `${path} must be none, minimal, low, medium, high, xhigh or max, not ${given}.`)
}

function warnWithoutEfforts(
  level: string,
  path: string,
  { reasoning }: ModelCapabilities,
  warnings: WarningCollector,
): void {
  if (reasoning !== 'always' && level === 'none') return
  warnings.add(
    'unsupported_parameter',
    path,
    reasoning === 'always'
      ? `${path} was left out: this model always reasons, and its effort cannot be set.`
      : `${path} was left out: this model does not reason, or is not known. If it does reason, declare its family in the route.`,
  )
}
