import type {
  CitationsContentBlock,
  ContentBlock,
  ConverseResponse,
  ToolUseBlock,
} from '@aws-sdk/client-bedrock-runtime'
import type {
  ChatCompletion,
  ChatCompletionMessage,
  ChatCompletionMessageFunctionToolCall,
} from 'openai/resources/chat/completions'

import { WarningCollector, type Translated, type TranslationContext } from '../../context.ts'
import { isObject } from '../../json-shape.ts'
import { toAnswerExtras } from '../../converse/answer-extras.ts'
import { toEnding } from '../finish-reason.ts'
import { readServiceTier } from '../../converse/service-tier.ts'
import { ANSWER_WARNINGS } from '../../converse/answer-warnings.ts'
import { toAnnotations } from '../annotations.ts'
import { toCitedText } from '../../converse/citations.ts'
import type { ContentBlockPart } from '../openai-types.ts'
import { toThinkingBlock } from '../../converse/reasoning-blocks.ts'
import { warnOfSurplusCall } from '../function-call.ts'
import type { ResponseContext } from '../response-context.ts'
import { toThinkTags } from '../think-tags.ts'
import { nameBlankCalls } from '../../converse/blank-call-ids.ts'
import { toArguments } from '../../converse/tool-call.ts'
import { restoreInputs } from '../../converse/tool-input.ts'
import { toToolCall } from '../tool-call.ts'
import { toCompletionUsage } from '../usage.ts'

/**
 * Converse → OpenAI: a whole answer. Block kinds and stop reasons that are
 * not known here give a warning, never a failure.
 *
 * @param output - the answer as the AWS SDK types it (bytes as `Uint8Array`)
 * @param responseContext - what the request's translation returned for this
 */
export function toChatCompletion(
  output: Partial<ConverseResponse>,
  responseContext: ResponseContext,
  context: TranslationContext,
): Translated<ChatCompletion> {
  const warnings = new WarningCollector()
  const content = nameBlankCalls(output.output?.message?.content ?? [], context.id)
  const message = toMessage(restoreInputs(content, responseContext), responseContext, context, warnings)
  const calls = message.tool_calls?.length ?? (message.function_call ? 1 : 0)
  const ending = toEnding(output.stopReason, calls, responseContext, context)
  ANSWER_WARNINGS.stopReason(output.stopReason, 'finish_reason', warnings)
  const value: ChatCompletion = {
    id: context.id,
    object: 'chat.completion',
    created: context.created,
    model: context.model.id,
    choices: [{ index: 0, message, logprobs: null, ...ending }],
    usage: toCompletionUsage(output.usage),
    ...readServiceTier(output.serviceTier),
    ...toAnswerExtras(output, context),
  }
  return { value, warnings: warnings.list() }
}

/** What the blocks of an answer add up to. */
interface Gathered {
  readonly texts: string[]
  readonly reasoning: string[]
  readonly calls: ChatCompletionMessageFunctionToolCall[]
  readonly blocks: ContentBlockPart[]
  /** Calls that no block has followed yet: only where one does, their place must be said. */
  readonly placed: ContentBlockPart[]
  readonly annotations: ChatCompletionMessage.Annotation[]
  readonly citations: NonNullable<ChatCompletionMessage['citations']>
  structured: string | undefined
}

function toMessage(
  content: readonly ContentBlock[],
  responseContext: ResponseContext,
  context: TranslationContext,
  warnings: WarningCollector,
): ChatCompletionMessage {
  const gathered: Gathered = {
    texts: [],
    reasoning: [],
    calls: [],
    blocks: [],
    placed: [],
    annotations: [],
    citations: [],
    structured: undefined,
  }
  for (const block of content)
    if (isObject(block)) gather(block, gathered, responseContext, context, warnings)
  const text = gathered.structured ?? gathered.texts.join('')
  const reasoning = gathered.reasoning.join('')
  return {
    role: 'assistant',
    content: text === '' ? null : text,
    refusal: null,
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...toCallFields(gathered.calls, responseContext, warnings),
    ...(gathered.annotations.length > 0 && gathered.structured === undefined
      ? { annotations: gathered.annotations }
      : {}),
    ...(gathered.citations.length > 0 ? { citations: gathered.citations } : {}),
    ...(gathered.blocks.length > 0 && !context.options.strictOpenAICompliance
      ? { content_blocks: gathered.blocks }
      : {}),
  }
}

function gather(
  block: ContentBlock,
  gathered: Gathered,
  responseContext: ResponseContext,
  context: TranslationContext,
  warnings: WarningCollector,
): void {
  if (block.text !== undefined) gatherText(block.text, gathered)
  else if (block.toolUse !== undefined) gatherToolUse(block.toolUse, gathered, responseContext, warnings)
  else if (block.reasoningContent !== undefined) {
    const thinking = toThinkingBlock(block.reasoningContent)
    if (thinking !== undefined) addBlock(thinking, gathered)
    if (thinking?.type !== 'thinking' || thinking.thinking === '') return
    gathered.reasoning.push(thinking.thinking)
    if (!responseContext.thinkTags || responseContext.structuredOutputTool !== undefined) return
    const { open, close } = toThinkTags(context.model.capabilities.reasoningTag)
    gathered.texts.push(open, thinking.thinking, close)
  } else if (block.citationsContent !== undefined) {
    gatherCited(block.citationsContent, gathered)
  } else ANSWER_WARNINGS.unknownBlock(block, 'content', warnings)
}

function gatherCited(block: CitationsContentBlock, gathered: Gathered): void {
  const text = toCitedText(block)
  const citations = block.citations ?? []
  const start = gathered.texts.join('').length
  gathered.annotations.push(...toAnnotations({ start, end: start + text.length, citations }))
  gathered.citations.push(...citations)
  gatherText(text, gathered)
}

function gatherText(text: string, gathered: Gathered): void {
  if (text === '') return
  gathered.texts.push(text)
  addBlock({ type: 'text', text }, gathered)
}

function addBlock(block: ContentBlockPart, { blocks, placed }: Gathered): void {
  blocks.push(...placed.splice(0), block)
}

function gatherToolUse(
  toolUse: ToolUseBlock,
  gathered: Gathered,
  responseContext: ResponseContext,
  warnings: WarningCollector,
): void {
  if (toolUse.type === 'server_tool_use') {
    ANSWER_WARNINGS.serverTool(toolUse.name, warnings)
  } else if (
    responseContext.structuredOutputTool !== undefined &&
    toolUse.name === responseContext.structuredOutputTool
  ) {
    gathered.structured ??= toArguments(toolUse.input)
  } else if (responseContext.suppressToolCalls) {
    ANSWER_WARNINGS.suppressedCall(toolUse.name, warnings)
  } else {
    const call = toToolCall(toolUse, responseContext)
    gathered.calls.push(call)
    // A legacy call has no id to be named by.
    if (!responseContext.legacyFunctions) gathered.placed.push({ type: 'tool_use', id: call.id })
  }
}

/** Tool calls as the caller expects them: `tool_calls`, or one legacy `function_call`. */
function toCallFields(
  calls: ChatCompletionMessageFunctionToolCall[],
  responseContext: ResponseContext,
  warnings: WarningCollector,
): Pick<ChatCompletionMessage, 'tool_calls' | 'function_call'> {
  const [first, ...others] = calls
  if (first === undefined) return {}
  if (!responseContext.legacyFunctions) return { tool_calls: calls }
  if (others.length > 0) warnOfSurplusCall(warnings)
  return { function_call: first.function }
}
