import type { ContentBlock, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'

import type { StreamTranslator, TranslationContext } from '../context.ts'
import { toBase64 } from './reasoning-blocks.ts'
import { createRedacted } from './redacted-reasoning.ts'

/** What is known of the model that answers, and where its reasoning is noted. */
type Context = Pick<TranslationContext, 'model' | 'reasoningOrigins'>

/** Notes the reasoning of a whole answer. */
export function noteReasoning(content: readonly ContentBlock[] | undefined, context: Context): void {
  const { model, reasoningOrigins } = context
  if (reasoningOrigins === undefined || !Array.isArray(content)) return
  for (const { reasoningContent } of content) {
    const { reasoningText, redactedContent } = reasoningContent ?? {}
    const proof =
      redactedContent === undefined || redactedContent === null
        ? reasoningText?.signature
        : toBase64(redactedContent)
    if (proof) reasoningOrigins.note(proof, model.capabilities.family)
  }
}

/** The same translator, which notes the reasoning of the events that it is given as they pass. */
export function notingReasoning<Chunk>(
  translator: StreamTranslator<ConverseStreamOutput, Chunk>,
  { model, reasoningOrigins }: Context,
): StreamTranslator<ConverseStreamOutput, Chunk> {
  const { family, reasoningOutput } = model.capabilities
  if (reasoningOrigins === undefined || reasoningOutput === 'none') return translator
  const redacted = createRedacted()
  const signatures = new Map<number, string>()
  const close = (index: number) => {
    const proof = redacted.take(index) ?? signatures.get(index)
    signatures.delete(index)
    if (proof) reasoningOrigins.note(proof, family)
  }
  return {
    push(event) {
      const { contentBlockIndex: index = 0, delta } = event.contentBlockDelta ?? {}
      const { redactedContent, signature } = delta?.reasoningContent ?? {}
      if (redactedContent) redacted.add(index, redactedContent)
      if (signature) signatures.set(index, (signatures.get(index) ?? '') + signature)
      if (event.contentBlockStop) close(event.contentBlockStop.contentBlockIndex ?? 0)
      return translator.push(event)
    },
    end: () => translator.end(),
    warnings: () => translator.warnings?.() ?? [],
  }
}
