import type {
  ContentBlock,
  Message,
  ReasoningContentBlock,
  ToolResultBlock,
} from '@aws-sdk/client-bedrock-runtime'
import type {
  ResponseFunctionToolCall,
  ResponseInputContent,
  ResponseInputItem,
} from 'openai/resources/responses/responses'

import type { WarningCollector } from '../../context.ts'
import { fromCarryingSignature } from '../../converse/carried-reasoning.ts'
import { toCitedText } from '../../converse/citations.ts'
import { warnOfInexactIntegers } from '../../converse/inexact-integers.ts'
import { toArguments } from '../../converse/tool-call.ts'
import { refuseContent, toInputContent } from './input-content.ts'

/** What the reverse of a conversation may use. */
export interface InputItemScope {
  readonly warnings: WarningCollector
  /** The family of the model that will answer. */
  readonly family: string
}

/**
 * Converse → Responses: the messages of a conversation as items, in their order. Tool results become items before the other
 * content of their user message.
 *
 * @throws TranslationError (400) for blocks that the API has no part for
 */
export function toInputItems(
  messages: readonly Message[] | undefined,
  scope: InputItemScope,
): ResponseInputItem[] {
  return (messages ?? []).flatMap((message, index) => {
    const path = `messages[${index}].content`
    return message.role === 'assistant'
      ? toAssistantItems(message.content ?? [], path, scope)
      : toUserItems(message.content ?? [], path, scope)
  })
}

function toUserItems(
  blocks: readonly ContentBlock[],
  messagePath: string,
  scope: InputItemScope,
): ResponseInputItem[] {
  const outputs: ResponseInputItem[] = []
  const content: ResponseInputContent[] = []
  for (const [index, block] of blocks.entries()) {
    const path = `${messagePath}[${index}]`
    if (block.toolResult !== undefined) outputs.push(toOutputItem(block.toolResult, path, scope))
    else if (block.cachePoint === undefined) content.push(toInputContent(block, path, scope.warnings))
    else warnOfCachePoint(path, scope)
  }
  return content.length === 0 ? outputs : [...outputs, { type: 'message', role: 'user', content }]
}

function toOutputItem(
  { toolUseId, content = [], status }: ToolResultBlock,
  path: string,
  { warnings }: InputItemScope,
): ResponseInputItem.FunctionCallOutput {
  if (status === 'error') {
    warnings.add(
      'tool_result_status',
      `${path}.toolResult.status`,
      'OpenAI has no status for tool results; it was left out.',
    )
  }
  const parts = content.map((block, index) => {
    const { json, ...rest } = block
    const given: ContentBlock = json === undefined ? (rest as ContentBlock) : { text: JSON.stringify(json) }
    return toInputContent(given, `${path}.toolResult.content[${index}]`, warnings)
  })
  const [only] = parts
  const text = only === undefined ? '' : only.type === 'input_text' ? only.text : undefined
  const output = parts.length <= 1 && text !== undefined ? text : parts
  return { type: 'function_call_output', call_id: toolUseId ?? '', output }
}

function toAssistantItems(
  blocks: readonly ContentBlock[],
  messagePath: string,
  scope: InputItemScope,
): ResponseInputItem[] {
  return blocks.flatMap((block, index): ResponseInputItem[] => {
    const path = `${messagePath}[${index}]`
    const text = block.text ?? (block.citationsContent && toCitedText(block.citationsContent))
    if (text !== undefined) {
      return text === '' ? [] : [{ type: 'message', role: 'assistant', content: text }]
    }
    if (block.toolUse !== undefined) {
      warnOfInexactIntegers(block.toolUse.input, `${path}.toolUse.input`, scope.warnings)
      const { toolUseId = '', name = '', input } = block.toolUse
      const call: ResponseFunctionToolCall = {
        type: 'function_call',
        call_id: toolUseId,
        name,
        arguments: toArguments(input),
      }
      return [call]
    }
    if (block.reasoningContent !== undefined) return toReasoningItems(block.reasoningContent, path, scope)
    if (block.cachePoint === undefined) return refuseContent(block, path)
    warnOfCachePoint(path, scope)
    return []
  })
}

/** Encrypted reasoning of the same family goes back byte for byte; no other reasoning means anything to the API. */
function toReasoningItems(
  { reasoningText }: ReasoningContentBlock,
  path: string,
  { warnings, family }: InputItemScope,
): ResponseInputItem[] {
  const { text, signature } = reasoningText ?? {}
  const carried = signature === undefined ? undefined : fromCarryingSignature(signature)
  if (carried === undefined || carried.family !== family) {
    warnings.add(
      'reasoning_dropped',
      path,
      'Reasoning of an earlier turn was left out: the Responses API takes back only what it encrypted itself, for the same model family.',
    )
    return []
  }
  const item = {
    type: 'reasoning' as const,
    ...(carried.id === undefined ? {} : { id: carried.id }),
    summary: text ? [{ type: 'summary_text' as const, text }] : [],
    encrypted_content: carried.encryptedContent,
  }
  // Without an id it is an item all the same: the API asks for none where nothing is stored.
  return [item as ResponseInputItem]
}

function warnOfCachePoint(path: string, { warnings }: InputItemScope): void {
  warnings.add('unsupported_cache_point', path, 'The backend takes no cache points; it was left out.')
}
