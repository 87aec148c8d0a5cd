import type { GuardrailAssessment, GuardrailContentFilter } from '@aws-sdk/client-bedrock-runtime'
import type { Moderation, ModerationCreateResponse } from 'openai/resources/moderations'

import { WarningCollector } from '../context.ts'
import type { Translated } from '../context.ts'
import { isObject } from '../json-shape.ts'
import { TranslationError } from '../translation-error.ts'
import { CATEGORY_OF_FILTER, KINDS_OF_CATEGORY, SCORE_OF_CONFIDENCE } from './categories.ts'
import type { ModeratedKind, ModerationCategory } from './categories.ts'
import type { ModerationCalls } from './request.ts'

/** What a guardrail itself says of one input. */
export interface GuardrailVerdict {
  readonly action: 'NONE' | 'GUARDRAIL_INTERVENED'
  readonly assessments: readonly GuardrailAssessment[]
}

declare module 'openai/resources/moderations' {
  interface Moderation {
    /** With `strictOpenAICompliance: false`: the guardrail's own words. */
    guardrail?: GuardrailVerdict
  }
}

/** What a pure translator of moderations may not find out for itself. */
export interface ModerationContext {
  /** Id of the answer, e.g. `modr-...`. */
  readonly id: string
  /** What is said to have moderated. */
  readonly model: string
  readonly strictOpenAICompliance: boolean
}

const CATEGORIES = Object.keys(KINDS_OF_CATEGORY) as ModerationCategory[]

/** The policies of a guardrail that no category of OpenAI stands for. */
const OTHER_POLICIES = [
  'topicPolicy',
  'wordPolicy',
  'sensitiveInformationPolicy',
  'contextualGroundingPolicy',
  'automatedReasoningPolicy',
] as const satisfies readonly (keyof GuardrailAssessment)[]

/**
 * Answers of ApplyGuardrail → OpenAI moderations. What a guardrail finds that OpenAI has no category for, such as a
 * denied topic, is flagged, with a warning that says what it was.
 *
 * @param answers the JSON of one answer for each body of `calls`, in their order
 * @throws TranslationError (502) for an answer without a verdict
 */
export function toModerationResponse(
  answers: readonly unknown[],
  calls: ModerationCalls,
  context: ModerationContext,
): Translated<ModerationCreateResponse> {
  const warnings = new WarningCollector()
  const results = answers.map((answer, index) =>
    toModeration(readVerdict(answer), calls.kinds[index] ?? [], context, warnings, index),
  )
  return { value: { id: context.id, model: context.model, results }, warnings: warnings.list() }
}

function readVerdict(answer: unknown): GuardrailVerdict {
  const action = isObject(answer) ? answer['action'] : undefined
  if (!isObject(answer) || (action !== 'NONE' && action !== 'GUARDRAIL_INTERVENED')) {
    throw new TranslationError('The guardrail answered without a verdict.', {
      status: 502,
      type: 'server_error',
      code: 'malformed_answer',
    })
  }
  const { assessments } = answer
  return { action, assessments: Array.isArray(assessments) ? (assessments as GuardrailAssessment[]) : [] }
}

function toModeration(
  verdict: GuardrailVerdict,
  kinds: readonly ModeratedKind[],
  { strictOpenAICompliance }: ModerationContext,
  warnings: WarningCollector,
  index: number,
): Moderation {
  const filters = verdict.assessments.flatMap(({ contentPolicy }) => contentPolicy?.filters ?? [])
  const flagged = new Set(filters.filter(isDetected).map(categoryOf))
  const scores = new Map<ModerationCategory | undefined, number>()
  for (const filter of filters) {
    const score = SCORE_OF_CONFIDENCE[filter.confidence ?? 'NONE'] ?? 0
    scores.set(categoryOf(filter), Math.max(score, scores.get(categoryOf(filter)) ?? 0))
  }
  if (verdict.action === 'GUARDRAIL_INTERVENED' && !CATEGORIES.some((category) => flagged.has(category)))
    warnings.add('flagged_without_category', `results[${index}]`, describeOthers(verdict, filters))
  return {
    flagged: verdict.action === 'GUARDRAIL_INTERVENED' || flagged.size > 0,
    categories: tableOf((category) => flagged.has(category)),
    category_scores: tableOf((category) => scores.get(category) ?? 0),
    category_applied_input_types: tableOf((category) => appliedKinds(category, kinds, scores)),
    ...(strictOpenAICompliance ? {} : { guardrail: verdict }),
  } as Moderation
}

function tableOf<Value>(valueOf: (category: ModerationCategory) => Value): Record<ModerationCategory, Value> {
  const entries = CATEGORIES.map((category) => [category, valueOf(category)])
  return Object.fromEntries(entries) as Record<ModerationCategory, Value>
}

/** A guardrail that has no filter for a category has not looked for it. */
function appliedKinds(
  category: ModerationCategory,
  kinds: readonly ModeratedKind[],
  scores: ReadonlyMap<ModerationCategory | undefined, number>,
): ModeratedKind[] {
  const possible: readonly ModeratedKind[] = KINDS_OF_CATEGORY[category]
  return scores.has(category) ? possible.filter((kind) => kinds.includes(kind)) : []
}

function categoryOf({ type }: GuardrailContentFilter): ModerationCategory | undefined {
  return type === undefined ? undefined : CATEGORY_OF_FILTER[type]
}

function isDetected({ detected, action }: GuardrailContentFilter): boolean {
  return detected ?? action === 'BLOCKED'
}

function describeOthers(
  { assessments }: GuardrailVerdict,
  filters: readonly GuardrailContentFilter[],
): string {
  const policies = OTHER_POLICIES.filter((policy) => assessments.some((one) => one[policy] !== undefined))
  const attack = filters.some((filter) => filter.type === 'PROMPT_ATTACK' && isDetected(filter))
  const causes = [...policies, ...(attack ? ['PROMPT_ATTACK'] : [])]
  return `The guardrail intervened for what OpenAI has no category for: ${causes.join(', ') || 'it does not say what'}.`
}
