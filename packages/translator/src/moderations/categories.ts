/**
 * Guardrails and OpenAI's moderation tell harmful content apart by different lists. Facts as of 2026-11, from
 * https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-content-filters.html
 */
import type {
  GuardrailContentFilterConfidence,
  GuardrailContentFilterType,
} from '@aws-sdk/client-bedrock-runtime'
import type { Moderation } from 'openai/resources/moderations'

/** A category of OpenAI's moderation. */
export type ModerationCategory = keyof Moderation.Categories

/** The kind of what was moderated. */
export type ModeratedKind = 'text' | 'image'

/** The category that a filter of a guardrail speaks of; `undefined`: OpenAI has none. */
export const CATEGORY_OF_FILTER = {
  HATE: 'hate',
  INSULTS: 'harassment',
  MISCONDUCT: 'illicit',
  PROMPT_ATTACK: undefined,
  SEXUAL: 'sexual',
  VIOLENCE: 'violence',
} satisfies Record<GuardrailContentFilterType, ModerationCategory | undefined>

/** A filter's confidence as a score. Four steps, no measurement. */
export const SCORE_OF_CONFIDENCE = {
  NONE: 0,
  LOW: 0.25,
  MEDIUM: 0.5,
  HIGH: 1,
} satisfies Record<GuardrailContentFilterConfidence, number>

/** What OpenAI moderates in each category. */
export const KINDS_OF_CATEGORY = {
  harassment: ['text'],
  'harassment/threatening': ['text'],
  hate: ['text'],
  'hate/threatening': ['text'],
  illicit: ['text'],
  'illicit/violent': ['text'],
  'self-harm': ['text', 'image'],
  'self-harm/instructions': ['text', 'image'],
  'self-harm/intent': ['text', 'image'],
  sexual: ['text', 'image'],
  'sexual/minors': ['text'],
  violence: ['text', 'image'],
  'violence/graphic': ['text', 'image'],
} satisfies Record<ModerationCategory, readonly ModeratedKind[]>
