import type { ConverseReply } from './reply.ts'
import { rememberTurn } from './reasoning-turns.ts'
import type { RuleContext } from './rules/rule.ts'
import { usageOf, type PromptCache } from './usage.ts'
import type { ContentBlock, Usage } from './wire.ts'

/** A whole Converse answer as it stands on the wire. */
export interface ConverseResponse {
  readonly output: {
    readonly message: { readonly role: 'assistant'; readonly content: readonly ContentBlock[] }
  }
  readonly stopReason: string
  readonly usage: Usage
  readonly metrics: { readonly latencyMs: number }
  readonly additionalModelResponseFields?: unknown
  readonly trace?: object
  readonly performanceConfig?: object
  readonly serviceTier?: object
}

const LATENCY_MS = 42

/** Fills a scripted or default reply up to a whole answer. */
export function toConverseResponse(
  reply: ConverseReply,
  context: RuleContext,
  cache: PromptCache,
): ConverseResponse {
  const content = [...(reply.content ?? []), ...(reply.text === undefined ? [] : [{ text: reply.text }])]
  rememberTurn(content)
  const { body } = context
  const performanceConfig = reply.performanceConfig ?? body.performanceConfig
  const serviceTier = reply.serviceTier ?? body.serviceTier
  const additional = reply.additionalModelResponseFields
  return {
    output: { message: { role: 'assistant', content } },
    stopReason: reply.stopReason ?? (content.some((block) => block.toolUse) ? 'tool_use' : 'end_turn'),
    usage: { ...usageOf(context.modelId, body, content, cache), ...reply.usage },
    metrics: reply.metrics ?? { latencyMs: LATENCY_MS },
    ...(additional !== undefined && { additionalModelResponseFields: additional }),
    ...(reply.trace && { trace: reply.trace }),
    ...(performanceConfig && { performanceConfig }),
    ...(serviceTier && { serviceTier }),
  }
}
