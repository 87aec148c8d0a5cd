import type { ReasoningContentBlock } from '@aws-sdk/client-bedrock-runtime'

import type { TranslationContext, WarningCollector } from '../context.ts'
import { hasAnthropicBeta } from '../converse/extension-intent.ts'
import { toThinkingBlock as toThinkingPart } from '../converse/reasoning-blocks.ts'
import type { ReasoningIntent } from '../converse/reasoning.ts'
import type { RequestFields } from '../converse/request-table.ts'
import { readStated, readStatedNumber, type Stated } from '../converse/stated.ts'
import { isAbsent, isObject } from '../json-shape.ts'
import type { RedactedThinkingBlock, ThinkingBlock } from './message-types.ts'

/** Efforts by the smallest budget that stands for them: the reverse of the budgets of `reasoning_effort`. */
const EFFORT_BY_BUDGET = [
  { budget: 24_576, effort: 'high' },
  { budget: 8192, effort: 'medium' },
  { budget: 0, effort: 'low' },
] as const

/** What of a request asks for reasoning. */
export interface ThinkingIntent {
  /** The caller wants to see the model's reasoning. */
  readonly shown: boolean
  readonly reasoning: ReasoningIntent
}

/**
 * Messages → hub: `thinking` and `output_config.effort`. Models other than Claude know efforts: a budget becomes the effort
 * that it comes near to. A model that nothing is known of gets `thinking` as it is.
 */
export function readThinkingIntent(
  request: RequestFields,
  { model }: TranslationContext,
  warnings: WarningCollector,
): ThinkingIntent {
  const thinking = readStated(request, 'thinking')
  const members = isObject(thinking?.value) ? thinking.value : {}
  const wanted = thinking !== undefined && members['type'] !== 'disabled'
  const base = {
    thinking: undefined,
    modelName: undefined,
    maxTokens: readStatedNumber(request, 'max_tokens'),
    interleaved: hasAnthropicBeta(request, 'interleaved-thinking'),
    historyRemedy: 'Send the assistant message with its thinking blocks.',
  }
  const shown = wanted && members['display'] !== 'omitted'
  const { explicitThinking, reasoning } = model.capabilities
  const stated = readEffort(request)
  if (explicitThinking) {
    return { shown, reasoning: { ...base, thinking, effort: wanted ? stated : undefined } }
  }
  if (wanted && reasoning === 'none') {
    const { path } = thinking
    warnings.add('unsupported_parameter', path, `${path} was left out: this model does not reason.`)
  }
  const hasEfforts = reasoning !== 'none' && reasoning !== 'always'
  // An effort alone asks for no reasoning, but models that always reason read it.
  const alone = reasoning === 'effort-field' ? stated : undefined
  const effort = wanted ? chooseEffort(thinking, stated) : alone
  return { shown, reasoning: { ...base, effort: hasEfforts ? effort : undefined } }
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

/** The effort that a wish to think stands for: that of its budget, else the one stated, else a medium one. */
function chooseEffort({ value, path }: Stated, stated: Stated | undefined): Stated {
  const budget = isObject(value) ? value['budget_tokens'] : undefined
  if (typeof budget !== 'number') return stated ?? { value: 'medium', path }
  const effort = EFFORT_BY_BUDGET.find((row) => budget >= row.budget)?.effort ?? 'low'
  return { value: effort, path: `${path}.budget_tokens` }
}

function readEffort(request: RequestFields): Stated | undefined {
  const config = readStated(request, 'output_config')
  const effort = isObject(config?.value) ? config.value['effort'] : undefined
  return config === undefined || isAbsent(effort)
    ? undefined
    : { value: effort, path: `${config.path}.effort` }
}
