import {
  createChatCompletionStream,
  DEFAULT_REASONING_RATIOS,
  describeModel,
  toChatCompletion,
  toConverseRequest,
  type ChatInvocation,
  type ConverseInvocation,
  type TranslationContext,
} from '@patchbay/translator'
import { translated } from '../send-openai.ts'
import type { Service } from '../service.ts'

type ChatBody = Parameters<typeof toConverseRequest>[0]

/**
 * A body that is a chat completion request as a conversation of Converse's, for backends that are asked by another API.
 *
 * @throws BackendFailure for a body that cannot be translated
 */
export function toConverseInvocation(
  service: Service,
  { request, toBody, createChunks }: ChatInvocation,
): ConverseInvocation {
  const context = createContext(request['model'])
  const translation = toConverseRequest(request as unknown as ChatBody, context)
  const input = translated(service, () => translation)
  const { responseContext } = translation
  return {
    kind: 'converse',
    input,
    toBody(answer) {
      const { value, warnings } = toChatCompletion(answer, responseContext, context)
      return { value: toBody(value), warnings }
    },
    createChunks() {
      const completion = createChatCompletionStream(responseContext, context)
      const chunks = createChunks()
      return {
        push: (event) => completion.push(event).flatMap((chunk) => chunks.push(chunk)),
        end: () => [...completion.end().flatMap((chunk) => chunks.push(chunk)), ...chunks.end()],
        warnings: () => completion.warnings?.() ?? [],
      }
    },
  }
}

/** Whatever the id says, another model answers: it is taken to understand everything. */
function createContext(modelId: unknown): TranslationContext {
  const { capabilities } = describeModel('', {
    reasoning: 'effort-field',
    reasoningField: 'reasoning_effort',
    reasoningEfforts: ['minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
    reasoningOff: 'none',
  })
  return {
    model: { id: typeof modelId === 'string' ? modelId : '', capabilities },
    id: `chatcmpl-${crypto.randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    options: {
      strictOpenAICompliance: true,
      thinkTags: false,
      reasoningRatios: DEFAULT_REASONING_RATIOS,
    },
  }
}
