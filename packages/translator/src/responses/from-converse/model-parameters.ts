import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses'
import type { Reasoning } from 'openai/resources/shared'

import { toAdditionalParameters } from '../../chat-completions/from-converse/additional-fields.ts'
import type { WarningCollector } from '../../context.ts'
import { isObject, type JsonObject } from '../../json-shape.ts'

/** What the additional model fields and the effort of a request say, in the words of the Responses API. */
export interface ModelParameters extends Pick<
  ResponseCreateParamsNonStreaming,
  'tool_choice' | 'parallel_tool_calls'
> {
  readonly reasoning?: Reasoning
  readonly verbosity?: unknown
}

/** Fields of chat completions that the Responses API does not have. */
const CHAT_ONLY = ['frequency_penalty', 'presence_penalty', 'seed', 'logit_bias', 'top_k'] as const

/**
 * Converse → Responses: `additionalModelRequestFields` and the effort of `outputConfig`. A summary of the reasoning is asked for
 * where reasoning is: Converse shows what a model thinks, and the API does not unless it is asked.
 */
export function toModelParameters(input: ConverseCommandInput, warnings: WarningCollector): ModelParameters {
  const { reasoning, verbosity, ...fields } = asObject(input.additionalModelRequestFields)
  const scope = { warnings, extensions: false, topK: false, maxTokens: input.inferenceConfig?.maxTokens }
  const { reasoning_effort, tool_choice, parallel_tool_calls, ...others } = toAdditionalParameters(
    fields,
    scope,
  )
  for (const name of CHAT_ONLY) if (name in others) leaveOut(name, warnings)
  const own = asObject(reasoning)
  const effort = own['effort'] ?? reasoning_effort ?? input.outputConfig?.effort
  const hasTools = (input.toolConfig?.tools ?? []).some(({ toolSpec }) => toolSpec !== undefined)
  return {
    ...(effort === undefined && Object.keys(own).length === 0 ? {} : { reasoning: toReasoning(own, effort) }),
    ...(verbosity === undefined ? {} : { verbosity }),
    ...(hasTools && tool_choice === 'none' ? { tool_choice } : {}),
    ...(hasTools && typeof parallel_tool_calls === 'boolean' ? { parallel_tool_calls } : {}),
  }
}

function toReasoning(own: JsonObject, effort: unknown): Reasoning {
  const asked = effort === undefined ? {} : { effort: effort as Reasoning['effort'] & string }
  return effort === undefined || effort === 'none'
    ? { ...own, ...asked }
    : { summary: 'auto', ...own, ...asked }
}

function leaveOut(name: string, warnings: WarningCollector): void {
  const field = `additionalModelRequestFields.${name}`
  warnings.add(
    'unsupported_parameter',
    field,
    `${field} has no counterpart in the Responses API; it was left out.`,
  )
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}
