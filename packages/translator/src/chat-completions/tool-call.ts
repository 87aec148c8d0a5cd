import type { ToolUseBlock } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionMessageFunctionToolCall } from 'openai/resources/chat/completions'

import type { SharedResponseContext } from '../converse/response-context.ts'
import { toArguments, toCallerToolName } from '../converse/tool-call.ts'

/** Converse → OpenAI: one call of an answer. Arguments are a JSON string; the name is the caller's own again. */
export function toToolCall(
  toolUse: ToolUseBlock,
  responseContext: Pick<SharedResponseContext, 'toolNames'>,
): ChatCompletionMessageFunctionToolCall {
  return {
    id: toolUse.toolUseId ?? '',
    type: 'function',
    function: {
      name: toCallerToolName(toolUse.name ?? '', responseContext),
      arguments: toArguments(toolUse.input),
    },
  }
}
