import { createHash } from 'node:crypto'

import { countTokens } from '../model-simulator/limits.ts'
import type { ContentBlock, ConverseBody, Usage } from './wire.ts'

/** What one server remembers of cached prefixes, by model and content. */
export type PromptCache = Set<string>

/** Tokens of a request's input as this stand-in counts them. */
export function countInputTokens(body: ConverseBody): number {
  return inputParts(body).reduce((sum, part) => sum + part.tokens, 0)
}

/** Deterministic usage: input before the last cache point is written once, and read from then on. */
export function usageOf(
  modelId: string,
  body: ConverseBody,
  output: readonly ContentBlock[],
  cache: PromptCache,
): Usage {
  const outputTokens = output.reduce((sum, block) => sum + tokensOf(block), 0)
  const total = countInputTokens(body)
  const { read, written } = cachedTokens(modelId, body, cache)
  const inputTokens = total - read - written
  const hasCachePoints = inputParts(body).some((part) => part.cachePoint)
  return {
    inputTokens,
    outputTokens,
    totalTokens: total + outputTokens,
    ...(hasCachePoints && { cacheReadInputTokens: read, cacheWriteInputTokens: written }),
  }
}

interface InputPart {
  readonly text: string
  readonly tokens: number
  readonly cachePoint: boolean
}

/** The input in the order in which it is cached: tools, system, messages. */
function inputParts(body: ConverseBody): InputPart[] {
  const items: object[] = [
    ...(body.toolConfig?.tools ?? []),
    ...(body.system ?? []),
    ...(body.messages ?? []).flatMap((message) => message.content),
  ]
  return items.map((item) => ({
    text: JSON.stringify(item),
    tokens: tokensOf(item),
    cachePoint: 'cachePoint' in item,
  }))
}

function tokensOf(item: object): number {
  if ('cachePoint' in item) return 0
  if ('text' in item && typeof item.text === 'string') return countTokens(item.text)
  return countTokens(JSON.stringify(item))
}

function cachedTokens(
  modelId: string,
  body: ConverseBody,
  cache: PromptCache,
): { read: number; written: number } {
  const hash = createHash('sha256').update(modelId)
  let tokens = 0
  let read = 0
  let last = 0
  for (const part of inputParts(body)) {
    if (part.cachePoint) {
      const key = hash.copy().digest('hex')
      if (cache.has(key)) read = tokens
      cache.add(key)
      last = tokens
    } else {
      hash.update(part.text)
      tokens += part.tokens
    }
  }
  return { read, written: last - read }
}
