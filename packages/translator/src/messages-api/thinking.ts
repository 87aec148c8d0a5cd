import type { ReasoningContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { effortOfBudget } from '../converse/explicit-thinking.ts'
import { hasAnthropicBeta, readExtensions } from '../converse/extension-intent.ts'
import { toThinkingBlock as toThinkingPart } from '../converse/reasoning-blocks.ts'
import type { ReasoningIntent } from '../converse/reasoning.ts'
import type { RequestFields } from '../converse/request-table.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { readStated, readStatedNumber, type Stated } from '../converse/stated.ts'
import { isAbsent, isObject, kindOf, reject, type JsonObject } from '../json-shape.ts'
import type { RedactedThinkingBlock, ThinkingBlock } from './message-types.ts'

/** The efforts of the Messages API. https://docs.claude.com/en/docs/build-with-claude/effort */
const EFFORTS: ReadonlySet<unknown> = new Set(['low', 'medium', 'high', 'xhigh', 'max'])

/** What of a request asks for reasoning. */
export interface ThinkingIntent {
  /** The caller wants to see the model's reasoning. */
  readonly shown: boolean
  readonly reasoning: ReasoningIntent
  /** What goes to a model that nothing is known of as the caller wrote it. */
  readonly additionalFields?: Stated<JsonObject>
}

/**
 * Anthropic → Converse: `thinking` and `output_config.effort`. Models other than Claude know efforts: a budget becomes the effort
 * that it comes near to. A model that nothing is known of gets both as they are.
 *
 * @throws TranslationError (400) for an effort that the Messages API does not have
 */
export function readThinkingIntent(request: RequestFields, scope: RequestScope): ThinkingIntent {
  const thinking = readStated(request, 'thinking')
  const members = isObject(thinking?.value) ? thinking.value : {}
  const wanted = thinking !== undefined && members['type'] !== 'disabled'
  const effort = readEffort(request)
  const shown = wanted && members['display'] !== 'omitted'
  const base = {
    thinking: undefined,
    modelName: undefined,
    maxTokens: readStatedNumber(request, 'max_tokens'),
    interleaved: hasAnthropicBeta(readExtensions(request), 'interleaved-thinking'),
    historyRemedy: 'Send the assistant message with its thinking blocks.',
  }
  const { explicitThinking, reasoning } = scope.context.model.capabilities
  if (reasoning === 'always') warnOfSettings(thinking, scope)
  if (!explicitThinking) {
    const chosen = wanted ? chooseEffort(thinking, effort, scope) : chooseEffortAlone(effort, scope)
    return { shown, reasoning: { ...base, effort: chosen } }
  }
  if (reasoning !== 'explicit' || effort === undefined) {
    if (!wanted && effort !== undefined) warnOfEffortAlone(effort, scope)
    return { shown, reasoning: { ...base, thinking, effort: wanted ? effort : undefined } }
  }
  const additionalFields = { value: { output_config: { effort: effort.value } }, path: effort.path }
  return { shown, reasoning: { ...base, thinking, effort: undefined }, additionalFields }
}

/** Converse → Anthropic: one block of reasoning; `undefined` for an empty one and for a kind not known yet. */
export function toThinkingBlock(
  reasoning: ReasoningContentBlock,
): ThinkingBlock | RedactedThinkingBlock | undefined {
  const part = toThinkingPart(reasoning)
  if (part?.type !== 'thinking') return part === undefined ? undefined : { type: part.type, data: part.data }
  const { thinking, signature = '' } = part
  return thinking === '' && signature === '' ? undefined : { type: 'thinking', thinking, signature }
}

/** The effort of a request with `thinking`: that of its budget, else the one stated, else a medium one. */
function chooseEffort(
  { value, path }: Stated,
  effort: Stated | undefined,
  scope: RequestScope,
): Stated | undefined {
  const { reasoning } = scope.context.model.capabilities
  if (reasoning === 'none') {
    scope.warnings.add('unsupported_parameter', path, `${path} was left out: this model does not reason.`)
  }
  // The effort then gets a warning of its own.
  if (reasoning === 'none' || reasoning === 'always') return effort
  const budget = isObject(value) ? value['budget_tokens'] : undefined
  if (typeof budget !== 'number') return effort ?? { value: 'medium', path }
  if (effort !== undefined) {
    const message = `${effort.path} was left out: ${path}.budget_tokens says how much to reason.`
    scope.warnings.add('unsupported_parameter', effort.path, message)
  }
  const nearest = effortOfBudget(budget)
  return { value: nearest, path: `${path}.budget_tokens` }
}

/** A model that always reasons can be told neither how much nor not to. That it is to reason needs no word. */
function warnOfSettings(thinking: Stated | undefined, { warnings }: Pick<RequestScope, 'warnings'>): void {
  if (!isObject(thinking?.value)) return
  const { type, budget_tokens: budget } = thinking.value
  if (type !== 'disabled' && isAbsent(budget)) return
  const path = type === 'disabled' ? thinking.path : `${thinking.path}.budget_tokens`
  const message = `${path} was left out: this model always reasons, and how much cannot be set.`
  warnings.add('unsupported_parameter', path, message)
}

/** An effort without `thinking` turns no reasoning on, but models that always reason read it. */
function chooseEffortAlone(
  effort: Stated | undefined,
  { context, warnings }: RequestScope,
): Stated | undefined {
  if (effort === undefined) return undefined
  const { reasoning } = context.model.capabilities
  if (reasoning === 'effort-field' || reasoning === 'always' || reasoning === 'none') return effort
  warnOfEffortAlone(effort, { warnings })
  return undefined
}

function warnOfEffortAlone({ path }: Stated, { warnings }: Pick<RequestScope, 'warnings'>): void {
  warnings.add(
    'unsupported_parameter',
    path,
    `${path} was left out: this model reads it beside thinking alone.`,
  )
}

function readEffort(request: RequestFields): Stated | undefined {
  const config = readStated(request, 'output_config')
  const effort = isObject(config?.value) ? config.value['effort'] : undefined
  if (config === undefined || isAbsent(effort)) return undefined
  const path = `${config.path}.effort`
  if (EFFORTS.has(effort)) return { value: effort, path }
  const given = typeof effort === 'string' ? JSON.stringify(effort) : kindOf(effort)
  return reject(path, `${path} must be low, medium, high, xhigh or max, not ${given}.`)
}
