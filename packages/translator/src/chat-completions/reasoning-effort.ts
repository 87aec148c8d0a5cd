import { hasAnthropicBeta, readExtensions, readThinking } from '../converse/extension-intent.ts'
import type { InferenceIntent } from '../converse/inference.ts'
import type { ReasoningIntent } from '../converse/reasoning.ts'
import type { RequestFields } from '../converse/request-table.ts'
import { readStated } from '../converse/stated.ts'

/** Chat completions → hub: `reasoning_effort`, `thinking`, or the `-Thinking` of the model's name. */
export function readReasoningIntent(
  request: RequestFields,
  { maxTokens }: Pick<InferenceIntent, 'maxTokens'>,
  extensions = readExtensions(request),
): ReasoningIntent {
  const modelName = request.fields['model']
  return {
    effort: readStated(request, 'reasoning_effort'),
    thinking: readThinking(extensions),
    modelName: typeof modelName === 'string' ? modelName : undefined,
    maxTokens: maxTokens[0],
    interleaved: hasAnthropicBeta(extensions, 'interleaved-thinking'),
    historyRemedy: 'Send the assistant message with its content_blocks (strictOpenAICompliance: false).',
  }
}
