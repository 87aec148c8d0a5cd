import type {
  ContentBlock,
  ConverseResponse,
  StopReason,
  ToolUseBlock,
} from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletion, ChatCompletionMessage } from 'openai/resources/chat/completions'

import { decodeBase64 } from '../../base64.ts'
import { WarningCollector, type Translated } from '../../context.ts'
import { isObject } from '../../json-shape.ts'
import { toCitations } from '../annotations.ts'
import { toStopReason } from '../finish-reason.ts'
import { readContent } from './answer-content.ts'
import { splitJsonObjects } from '../../converse/split-json.ts'
import { toTokenUsage } from '../usage.ts'

/** What a backend's answer does not say itself. */
export interface ConverseAnswerFacts {
  /** How long the answer took, in milliseconds; 0 when nobody measured. */
  readonly latencyMs?: number
}

/**
 * OpenAI → Converse: the answer of an OpenAI-compatible backend, for a caller of Bedrock. Only the first choice counts:
 * Converse has one.
 *
 * @returns the answer as the AWS SDK types it, without `$metadata`. Tool arguments that are no JSON object give
 *   `malformed_tool_use` and an empty input
 */
export function toConverseResponse(
  completion: ChatCompletion,
  facts: ConverseAnswerFacts = {},
): Translated<ConverseResponse> {
  const warnings = new WarningCollector()
  const choice = completion.choices?.[0]
  const message = choice?.message
  const calls = message === undefined ? [] : toToolUseBlocks(message, warnings)
  const content: ContentBlock[] = [
    ...(message === undefined ? [] : [...toReasoning(message), ...toText(message)]),
    ...calls.map(({ toolUse }): ContentBlock => ({ toolUse })),
  ]
  const stopReason: StopReason = calls.some(({ malformed }) => malformed)
    ? 'malformed_tool_use'
    : toStopReason(choice?.finish_reason, calls.length > 0)
  const value: ConverseResponse = {
    output: { message: { role: 'assistant', content } },
    stopReason,
    usage: toTokenUsage(completion.usage),
    metrics: { latencyMs: facts.latencyMs ?? 0 },
  }
  return { value, warnings: warnings.list() }
}

/** Reasoning under the names that backends use for it; `content_blocks` also has its signatures. */
function toReasoning(message: ChatCompletionMessage): ContentBlock[] {
  const blocks = Array.isArray(message.content_blocks) ? message.content_blocks : []
  const signed = blocks.flatMap((block): ContentBlock[] => {
    if (block.type === 'thinking') {
      const { thinking: text, signature } = block
      return [{ reasoningContent: { reasoningText: { text, ...(signature ? { signature } : {}) } } }]
    }
    const redactedContent = block.type === 'redacted_thinking' ? decodeBase64(block.data) : undefined
    return redactedContent === undefined ? [] : [{ reasoningContent: { redactedContent } }]
  })
  if (signed.length > 0) return signed
  const text =
    message.reasoning_content ??
    (message as { reasoning?: unknown }).reasoning ??
    readContent(message.content).reasoning
  return typeof text === 'string' && text !== '' ? [{ reasoningContent: { reasoningText: { text } } }] : []
}

function toText(message: ChatCompletionMessage): ContentBlock[] {
  const text = readContent(message.content).text || message.refusal
  if (!text) return []
  const citations = toCitations(message)
  return citations.length === 0 ? [{ text }] : [{ citationsContent: { content: [{ text }], citations } }]
}

interface ReadCall {
  readonly toolUse: ToolUseBlock
  readonly malformed: boolean
}

function toToolUseBlocks(message: ChatCompletionMessage, warnings: WarningCollector): ReadCall[] {
  const calls = (message.tool_calls ?? []).map((call, index) =>
    call.type === 'function' && isObject(call.function)
      ? readCall(call.id || `call_${index}`, call.function.name, call.function.arguments, warnings)
      : undefined,
  )
  const { function_call: legacy } = message
  if (legacy) calls.push(readCall('call_0', legacy.name, legacy.arguments, warnings))
  return calls.filter((call) => call !== undefined)
}

function readCall(toolUseId: string, name: string, json: string, warnings: WarningCollector): ReadCall {
  const [input] = json?.trim() ? (splitJsonObjects(json) ?? []) : [{}]
  if (input === undefined) {
    warnings.add(
      'malformed_tool_use',
      'tool_calls',
      `The arguments of the call "${toolUseId}" are no JSON object.`,
    )
  }
  return {
    toolUse: { toolUseId, name, input: (input ?? {}) as NonNullable<ToolUseBlock['input']> },
    malformed: input === undefined,
  }
}
