import type {
  ContentBlock,
  ConverseResponse,
  StopReason,
  ToolUseBlock,
} from '@aws-sdk/client-bedrock-runtime'
import type { CompletionUsage } from 'openai/resources/completions'
import type { ChatCompletion, ChatCompletionMessage } from 'openai/resources/chat/completions'

import { decodeBase64 } from '../../base64.ts'
import { WarningCollector, type Translated } from '../../context.ts'
import { isObject, type JsonObject } from '../../json-shape.ts'
import { toCitations } from '../annotations.ts'
import type { ContentBlockPart } from '../openai-types.ts'
import { joinBlockTexts } from '../reasoning-history.ts'
import { TranslationError } from '../../translation-error.ts'
import { toStopReason } from '../finish-reason.ts'
import { readAnswerCalls } from './answer-call.ts'
import { readContent } from './answer-content.ts'
import { readReasoning } from './answer-reasoning.ts'
import { findReportedFailure, toFailureError } from './reported-failure.ts'
import { warnOfRoundedIntegers } from '../../converse/inexact-integers.ts'
import { splitJsonObjects } from '../../converse/split-json.ts'
import { CHAT_CHOICE, CHAT_USAGE } from '../../shapes/chat-answer-shapes.ts'
import { readAnswerShape } from '../../shapes/malformed.ts'
import { toTokenUsage } from '../usage.ts'

/** Facts that a backend's answer does not contain. */
export interface ConverseAnswerFacts {
  /** How long the answer took, in milliseconds; 0 if it was not measured. */
  readonly latencyMs?: number
}

/**
 * OpenAI → Converse: the answer of an OpenAI-compatible backend, for a caller of Bedrock. Only the first choice counts:
 * Converse has one.
 *
 * @param completion - the answer as it came, of untrusted shape
 * @returns the answer as the AWS SDK types it, without `$metadata`. Tool arguments that are not a JSON object give an empty input and
 *   `malformed_tool_use`, or `max_tokens` where the answer was cut. So do calls without a name, which are left out
 * @throws TranslationError (502) for an answer without a choice or a message, and with the status of a failure that the answer reports
 */
export function toConverseResponse(
  completion: ChatCompletion,
  facts: ConverseAnswerFacts = {},
): Translated<ConverseResponse> {
  const warnings = new WarningCollector()
  const choice = readChoice(completion)
  const message = isObject(choice.message) ? choice.message : undefined
  const { calls, malformed } =
    message === undefined ? { calls: [], malformed: false } : readCalls(message, warnings)
  const used = calls.map((toolUse): ContentBlock => ({ toolUse }))
  const content: ContentBlock[] =
    message === undefined
      ? used
      : (toOrdered(message, used) ?? [...toReasoning(message), ...toText(message), ...used])
  const ended = toStopReason(choice.finish_reason, calls.length > 0)
  // Arguments that the limit cut short are no mistake of the model's.
  const stopReason: StopReason = ended !== 'max_tokens' && malformed ? 'malformed_tool_use' : ended
  const value: ConverseResponse = {
    output: { message: { role: 'assistant', content } },
    stopReason,
    usage: toTokenUsage(readUsage(completion.usage)),
    metrics: { latencyMs: facts.latencyMs ?? 0 },
  }
  return { value, warnings: warnings.list() }
}

/**
 * What a backend says of its tokens.
 *
 * @throws TranslationError (502) for counts that are no numbers
 */
export function readUsage(usage: unknown): CompletionUsage | undefined {
  return usage === undefined || usage === null ? undefined : readAnswerShape(usage, CHAT_USAGE, 'usage')
}

/** A success without an answer in it is none. */
function readChoice(completion: ChatCompletion): ChatCompletion.Choice {
  const failure = findReportedFailure(completion)
  if (failure !== undefined) throw toFailureError(failure)
  const [choice] = Array.isArray(completion.choices) ? completion.choices : []
  if (!isObject(choice)) throw emptyAnswer('a choice')
  if (!isObject(choice.message) && !isCutShort(choice)) throw emptyAnswer('a message')
  return readAnswerShape(choice, CHAT_CHOICE, 'choices[0]')
}

/** A filter, or the limit, may leave nothing of a message. https://learn.microsoft.com/azure/ai-services/openai/concepts/content-filter */
function isCutShort({ finish_reason: reason }: ChatCompletion.Choice): boolean {
  return reason === 'content_filter' || reason === 'length'
}

function emptyAnswer(missing: string): TranslationError {
  return new TranslationError(`The backend answered without ${missing}.`, {
    status: 502,
    type: 'server_error',
    code: 'empty_answer',
  })
}

/**
 * The blocks in the order of `content_blocks`, where these add up to the content; signed reasoning cannot be moved. Calls that
 * are not among them come last.
 */
function toOrdered(
  message: ChatCompletionMessage,
  used: readonly ContentBlock[],
): ContentBlock[] | undefined {
  const blocks = Array.isArray(message.content_blocks) ? message.content_blocks.filter(isObject) : []
  const said = joinBlockTexts(blocks as unknown as JsonObject[])
  const isWhole = said === (message.content ?? '') && !message.refusal && toCitations(message).length === 0
  if (blocks.length === 0 || !isWhole) return undefined
  const rest = new Set(used)
  const ordered = (blocks as unknown as ContentBlockPart[]).flatMap((block): ContentBlock[] => {
    if (block.type === 'text') return [{ text: block.text ?? '' }]
    if (block.type !== 'tool_use') return toReasoningBlock(block)
    const found = [...rest].filter(({ toolUse }) => toolUse?.toolUseId === block.id)
    for (const call of found) rest.delete(call)
    return found
  })
  return [...ordered, ...rest]
}

function toReasoningBlock(block: ContentBlockPart): ContentBlock[] {
  if (block.type === 'thinking') {
    const { signature } = block
    // Of untrusted shape: a backend may leave it out.
    const text = (block.thinking as string | undefined) ?? ''
    return [{ reasoningContent: { reasoningText: { text, ...(signature ? { signature } : {}) } } }]
  }
  const redactedContent = block.type === 'redacted_thinking' ? decodeBase64(block.data ?? '') : undefined
  return redactedContent === undefined ? [] : [{ reasoningContent: { redactedContent } }]
}

/** Reasoning by the names that backends use for it; `content_blocks` also has its signatures. */
function toReasoning(message: ChatCompletionMessage): ContentBlock[] {
  const blocks = Array.isArray(message.content_blocks) ? message.content_blocks : []
  const signed = blocks.flatMap(toReasoningBlock)
  if (signed.length > 0) return signed
  const text = readReasoning(message)
  return text === '' ? [] : [{ reasoningContent: { reasoningText: { text } } }]
}

function toText(message: ChatCompletionMessage): ContentBlock[] {
  const text = readContent(message.content).text || message.refusal
  if (!text) return []
  const citations = toCitations(message)
  return citations.length === 0 ? [{ text }] : [{ citationsContent: { content: [{ text }], citations } }]
}

interface ReadCalls {
  readonly calls: readonly ToolUseBlock[]
  /** One of them, or one that was left out, is not as it should be. */
  readonly malformed: boolean
}

function readCalls(message: ChatCompletionMessage, warnings: WarningCollector): ReadCalls {
  const calls: ToolUseBlock[] = []
  let malformed = false
  for (const [index, call] of readAnswerCalls(message).entries()) {
    const toolUseId = call.id || `call_${index}`
    const input = call.arguments.trim() ? splitJsonObjects(call.arguments)?.[0] : {}
    const problem =
      call.name === '' ? 'has no name' : input === undefined ? 'has arguments that are not a JSON object' : ''
    if (problem !== '') {
      malformed = true
      warnings.add('malformed_tool_use', 'tool_calls', `The call "${toolUseId}" ${problem}.`)
    }
    if (call.name === '') continue
    warnOfRoundedIntegers(input, 'tool_calls', warnings)
    calls.push({
      toolUseId,
      name: call.name,
      input: (input ?? {}) as NonNullable<ToolUseBlock['input']>,
    })
  }
  return { calls, malformed }
}
