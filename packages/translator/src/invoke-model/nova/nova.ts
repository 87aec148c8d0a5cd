import type {
  ConverseCommandInput,
  ConverseStreamOutput,
  InferenceConfiguration,
  TokenUsage,
} from '@aws-sdk/client-bedrock-runtime'

import type { StreamTranslator } from '../../context.ts'
import { fromConverseJson, toConverseJson } from '../../converse/converse-json.ts'
import { expectArray, expectObject, isAbsent, isObject } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling, unsupported } from '../body-fields.ts'
import type { ConverseInvocation, InvokeScope } from '../invoke-request.ts'
import { toInvocationMetrics } from '../text-answer.ts'

/** https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html */
const FIELDS: BodyFields = {
  schemaVersion: 'read',
  system: 'read',
  messages: 'read',
  inferenceConfig: 'read',
  toolConfig: 'read',
  additionalModelRequestFields: 'read',
  reasoningConfig: 'read',
}

/** Both spellings are taken. */
const INFERENCE_FIELDS: BodyFields = {
  maxTokens: 'maxTokens',
  max_new_tokens: 'maxTokens',
  temperature: 'temperature',
  topP: 'topP',
  top_p: 'topP',
  topK: 'top_k',
  top_k: 'top_k',
  stopSequences: 'stopSequences',
  reasoningConfig: 'read',
}

/** Nova's own body, which is nearly Converse's. */
export function readNova(body: JsonObject, scope: InvokeScope): ConverseInvocation {
  readSampling(body, FIELDS, scope)
  const { system, toolConfig } = body
  const messages = expectArray(body['messages'], 'messages')
  const input = fromConverseJson<Pick<ConverseCommandInput, 'messages' | 'system' | 'toolConfig'>>({
    messages,
    ...(isAbsent(system) ? {} : { system: expectArray(system, 'system') }),
    ...(isAbsent(toolConfig) ? {} : { toolConfig: expectObject(toolConfig, 'toolConfig') }),
  })
  return {
    kind: 'converse',
    input: { modelId: scope.modelId, ...input, ...readInference(body, scope) },
    toBody: ({ output, stopReason, usage }) => ({
      value: { ...toConverseJson({ output: output ?? {} }), stopReason, usage: toNovaUsage(usage) },
      warnings: [],
    }),
    createChunks,
  }
}

function readInference(
  body: JsonObject,
  scope: InvokeScope,
): {
  inferenceConfig?: InferenceConfiguration
  additionalModelRequestFields?: NonNullable<ConverseCommandInput['additionalModelRequestFields']>
} {
  const given = isAbsent(body['inferenceConfig'])
    ? {}
    : expectObject(body['inferenceConfig'], 'inferenceConfig')
  const { inferenceConfig, additionalModelRequestFields } = readSampling(
    given,
    INFERENCE_FIELDS,
    scope,
    'inferenceConfig.',
  )
  const extra = body['additionalModelRequestFields']
  const reasoning = body['reasoningConfig'] ?? given['reasoningConfig']
  if (!isAbsent(extra) && !isObject(extra)) unsupported('additionalModelRequestFields', scope)
  const additional = {
    ...(isObject(extra) ? extra : {}),
    ...additionalModelRequestFields,
    ...(isObject(reasoning) ? { reasoningConfig: reasoning } : {}),
  }
  return {
    ...(inferenceConfig === undefined ? {} : { inferenceConfig }),
    ...(Object.keys(additional).length === 0
      ? {}
      : {
          additionalModelRequestFields: additional as NonNullable<
            ConverseCommandInput['additionalModelRequestFields']
          >,
        }),
  }
}

/** Converse's events, the last one with what InvokeModel adds. */
function createChunks(): StreamTranslator<ConverseStreamOutput, object> {
  return {
    push({ metadata, ...event }) {
      if (metadata === undefined) return [toConverseJson(event)]
      const { usage, metrics } = metadata
      return [
        {
          metadata: { usage: toNovaUsage(usage), metrics: {}, trace: {} },
          ...toInvocationMetrics(usage, metrics?.latencyMs),
        },
      ]
    },
    end: () => [],
  }
}

/** Nova counts cached tokens under names of its own. */
function toNovaUsage(usage: Partial<TokenUsage> | undefined): object {
  return {
    inputTokens: usage?.inputTokens ?? 0,
    outputTokens: usage?.outputTokens ?? 0,
    totalTokens: usage?.totalTokens ?? 0,
    cacheReadInputTokenCount: usage?.cacheReadInputTokens ?? 0,
    cacheWriteInputTokenCount: usage?.cacheWriteInputTokens ?? 0,
  }
}
