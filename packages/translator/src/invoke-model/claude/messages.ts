import type { TranslationContext, WarningCollector } from '../../context.ts'
import { DEFAULT_REASONING_RATIOS } from '../../converse/reasoning.ts'
import { isAbsent } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { translateMessages } from '../../messages-api/to-converse/request.ts'
import { toMessage } from '../../messages-api/to-converse/response.ts'
import { describeModel } from '../../model-facts/describe-model.ts'
import { parseModelId } from '../../model-facts/model-id.ts'
import type { ConverseInvocation, InvokeScope } from '../invoke-request.ts'
import { createClaudeChunks, toClaudeMessage } from './answer.ts'

/** What an OpenAI-compatible backend takes: everything that a Claude body can ask of one. */
const BACKEND = {
  family: 'unknown',
  system: true,
  tools: true,
  streamedTools: true,
  toolChoice: { any: true, tool: true },
  parallelToolControl: true,
  images: true,
  documents: true,
  imagesInToolResult: true,
  promptCaching: { system: true, messages: true, tools: true, ttl: ['5m', '1h'] },
  reasoning: 'explicit',
  explicitThinking: true,
  reasoningHistory: 'signed',
  anthropicBeta: true,
  sampling: 'both',
  topK: 'additional-field',
  maxStopSequences: Number.POSITIVE_INFINITY,
  prefill: true,
  structuredOutput: 'any-schema',
} as const

/**
 * Claude's messages, as all Claude models since the third version take them: a request of the Messages API with an
 * `anthropic_version`, and without a `model`, which the command names.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html
 *
 * @throws TranslationError (400) for what the Messages API refuses for models other than Claude
 */
export function readClaudeMessages(body: JsonObject, scope: InvokeScope): ConverseInvocation {
  const { anthropic_version: _version, stream: _stream, model, ...request } = body
  if (!isAbsent(model)) warnOfModel(scope.warnings)
  const context = createContext(scope)
  const { value, responseContext } = translateMessages(request, context, scope.warnings)
  // Claude's callers see all the reasoning there is.
  const answered = { ...responseContext, thinking: true }
  const answerContext = { ...context, model: { ...context.model, id: toModelName(scope.modelId) } }
  return {
    kind: 'converse',
    input: value,
    toBody: (answer) => {
      const message = toMessage(answer, answered, answerContext)
      return { ...message, value: toClaudeMessage(message.value) }
    },
    createChunks: () => createClaudeChunks(answered, answerContext),
  }
}

function createContext({ modelId, id }: InvokeScope): TranslationContext {
  return {
    model: describeModel(modelId, BACKEND),
    id: `msg_bdrk_${id.replaceAll('-', '')}`,
    created: 0,
    options: { strictOpenAICompliance: true, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
  }
}

/** Claude's own name of a model, without what Bedrock puts around it. */
function toModelName(modelId: string): string {
  return parseModelId(modelId).model?.replace(/^anthropic\.|-v\d+(?::\d+)?$/g, '') ?? modelId
}

function warnOfModel(warnings: WarningCollector): void {
  warnings.add(
    'unknown_parameter',
    'model',
    'The modelId of the command names the model; model was left out.',
  )
}
