import {
  BEDROCK_ACCESS_GATEWAY_REASONING_RATIOS,
  createReasoningOrigins,
  DEFAULT_REASONING_RATIOS,
  type FetchedFile,
  type ModelFacts,
  type ReasoningRatios,
  type TranslationContext,
  type TranslationOptions,
} from '@patchbay/translator'

import type { BedrockOptions } from '../bedrock/options.ts'

/** One memory for all routes: a conversation may go on by another. */
export const REASONING_ORIGINS = createReasoningOrigins()

/**
 * What the translator may not find out for itself: an id, the time, the model and the options of the route.
 *
 * @param idPrefix what the answer's id begins with, e.g. `chatcmpl-`
 */
export function createContext(
  idPrefix: string,
  model: ModelFacts,
  options: BedrockOptions,
  files: ReadonlyMap<string, FetchedFile> = NO_FILES,
): TranslationContext {
  return {
    model,
    id: createId(idPrefix),
    created: Math.floor(Date.now() / 1000),
    options: translationOptions(options),
    files,
    reasoningOrigins: REASONING_ORIGINS,
  }
}

const NO_FILES: ReadonlyMap<string, FetchedFile> = new Map()

const ID_DIGITS = 32
/** So many ids are drawn at once: drawing each by itself would cost a call nearly a hundredth of its time. */
const IDS_DRAWN = 64

let digits = ''
let used = 0

/** A new id: the prefix and 32 random hexadecimal digits. */
export function createId(prefix: string): string {
  if (used === digits.length) {
    digits = drawDigits(IDS_DRAWN * ID_DIGITS)
    used = 0
  }
  used += ID_DIGITS
  return prefix + digits.slice(used - ID_DIGITS, used)
}

function drawDigits(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length))
  return new TextDecoder().decode(bytes.map((byte) => HEXADECIMAL.charCodeAt(byte & 15)))
}

const HEXADECIMAL = '0123456789abcdef'

function translationOptions({
  strictOpenAICompliance,
  thinkTags,
  reasoningRatios,
  maxTokens,
}: BedrockOptions): TranslationOptions {
  return {
    strictOpenAICompliance: strictOpenAICompliance ?? true,
    thinkTags: thinkTags ?? false,
    reasoningRatios:
      reasoningRatios === 'bedrock-access-gateway'
        ? BEDROCK_ACCESS_GATEWAY_REASONING_RATIOS
        : withDefaultRatios(reasoningRatios ?? {}),
    maxTokens,
  }
}

/** A ratio that is `undefined` is absent: the default counts. */
function withDefaultRatios(
  given: Readonly<Partial<Record<keyof ReasoningRatios, number | undefined>>>,
): ReasoningRatios {
  const { minimal, low, medium, high } = DEFAULT_REASONING_RATIOS
  return {
    minimal: given.minimal ?? minimal,
    low: given.low ?? low,
    medium: given.medium ?? medium,
    high: given.high ?? high,
  }
}
