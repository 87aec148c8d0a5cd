import { randomUUID } from 'node:crypto'

import {
  BEDROCK_ACCESS_GATEWAY_REASONING_RATIOS,
  DEFAULT_REASONING_RATIOS,
  type FetchedFile,
  type ModelFacts,
  type TranslationContext,
  type TranslationOptions,
} from '@patchbay/translator'

import type { BedrockOptions } from '../bedrock/options.ts'

/** What the translator may not find out for itself: an id, the time, the model and the route's wishes. */
export function createContext(
  model: ModelFacts,
  options: BedrockOptions,
  files: ReadonlyMap<string, FetchedFile>,
): TranslationContext {
  return {
    model,
    id: `chatcmpl-${randomUUID().replaceAll('-', '')}`,
    created: Math.floor(Date.now() / 1000),
    options: translationOptions(options),
    files,
  }
}

function translationOptions({
  strictOpenAICompliance,
  thinkTags,
  reasoningRatios,
}: BedrockOptions): TranslationOptions {
  return {
    strictOpenAICompliance: strictOpenAICompliance ?? true,
    thinkTags: thinkTags ?? false,
    reasoningRatios:
      reasoningRatios === 'bedrock-access-gateway'
        ? BEDROCK_ACCESS_GATEWAY_REASONING_RATIOS
        : { ...DEFAULT_REASONING_RATIOS, ...reasoningRatios },
  }
}
