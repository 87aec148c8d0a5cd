import type {
  ContentBlock,
  DocumentBlock,
  Message,
  ToolResultBlock,
  ToolResultContentBlock,
} from '@aws-sdk/client-bedrock-runtime'
import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionContentPart,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'

import type { WarningCollector } from '../../context.ts'
import { reject } from '../../json-shape.ts'
import { toAudioPart } from '../audio.ts'
import { warnOfInexactIntegers } from '../../converse/inexact-integers.ts'
import { toCacheControl } from '../../converse/cache-point.ts'
import { toImagePart } from '../image.ts'
import type { ContentBlockPart, VideoPart } from '../openai-types.ts'
import { toThinkingBlock } from '../../converse/reasoning-blocks.ts'
import { readDocumentText, toFilePart } from '../document.ts'
import { toTextPart } from '../text-part.ts'
import { toToolCall } from '../tool-call.ts'
import { toToolMessage } from '../tool-result.ts'
import { toVideoPart } from '../video.ts'

/** What the reverse of a request may use. */
export interface ChatMessageScope {
  readonly warnings: WarningCollector
  /**
   * Also write what only this package understands: cache marks, reasoning in `content_blocks`, videos, S3 locations.
   * `false` for backends with OpenAI's own API: then it is left out with a warning, or refused.
   */
  readonly extensions: boolean
}

type Part = ChatCompletionContentPart | VideoPart

/**
 * Converse → OpenAI: the messages of a conversation, in order. Tool results become `tool` messages before the other content of
 * their user message.
 *
 * @throws TranslationError (400) for blocks that OpenAI has no part for
 */
export function toChatMessages(
  messages: readonly Message[] | undefined,
  scope: ChatMessageScope,
): ChatCompletionMessageParam[] {
  return (messages ?? []).flatMap((message, index) => {
    const path = `messages[${index}].content`
    return message.role === 'assistant'
      ? toAssistantMessages(message.content ?? [], path, scope)
      : toUserMessages(message.content ?? [], path, scope)
  })
}

function toUserMessages(
  blocks: readonly ContentBlock[],
  path: string,
  scope: ChatMessageScope,
): ChatCompletionMessageParam[] {
  const messages: ChatCompletionMessageParam[] = []
  const parts: Part[] = []
  let last: object | undefined
  for (const [index, block] of blocks.entries()) {
    if (block.cachePoint !== undefined) markCached(last, block, `${path}[${index}]`, scope)
    else if (block.toolResult !== undefined) {
      const { message, beside } = toResultMessage(block.toolResult, `${path}[${index}]`, scope)
      messages.push(message)
      parts.push(...beside)
      last = message
    } else {
      const part = toPart(block, `${path}[${index}]`, scope)
      parts.push(part)
      last = part
    }
  }
  if (parts.length > 0)
    messages.push({ role: 'user', content: toPlainContent(parts) as ChatCompletionContentPart[] })
  return messages
}

function toAssistantMessages(
  blocks: readonly ContentBlock[],
  path: string,
  scope: ChatMessageScope,
): ChatCompletionMessageParam[] {
  const said: { type: 'text'; text: string }[] = []
  const message: ChatCompletionAssistantMessageParam = { role: 'assistant', content: null }
  const reasoning: ContentBlockPart[] = []
  const all: ContentBlockPart[] = []
  for (const [index, block] of blocks.entries()) {
    const text = block.text ?? block.citationsContent?.content?.map((piece) => piece.text ?? '').join('')
    if (text !== undefined) {
      said.push(toTextPart({ text }))
      all.push({ type: 'text', text })
    } else if (block.toolUse !== undefined) {
      warnOfInexactIntegers(block.toolUse.input, `${path}[${index}].toolUse.input`, scope.warnings)
      message.tool_calls = [
        ...(message.tool_calls ?? []),
        toToolCall(block.toolUse, { toolNames: new Map() }),
      ]
      all.push({ type: 'tool_use', id: block.toolUse.toolUseId ?? '' })
    } else if (block.reasoningContent !== undefined) {
      const part = toThinkingBlock(block.reasoningContent)
      if (part === undefined) continue
      reasoning.push(part)
      all.push(part)
    } else if (block.cachePoint !== undefined) {
      markCached(
        said.length > 0 && message.tool_calls === undefined ? said.at(-1) : message,
        block,
        `${path}[${index}]`,
        scope,
      )
    } else noCounterpart(block, `${path}[${index}]`)
  }
  if (said.length > 0) message.content = toPlainContent(said)
  // What stands elsewhere than readers of the other fields would put it must come back in its place.
  if (scope.extensions && !isUsualOrder(all)) message.content_blocks = all
  else if (reasoning.length > 0 && scope.extensions) message.content_blocks = reasoning
  else if (reasoning.length > 0) {
    scope.warnings.add(
      'reasoning_dropped',
      path,
      'The backend does not take reasoning of earlier turns; it was left out.',
    )
  }
  const isEmpty = message.tool_calls === undefined && message.content_blocks === undefined
  if (message.content === null && isEmpty) message.content = ''
  return [message]
}

/** Reasoning before texts, and texts before calls. */
function isUsualOrder(parts: readonly ContentBlockPart[]): boolean {
  const ranks = parts.map(({ type }) => (type === 'tool_use' ? 2 : type === 'text' ? 1 : 0))
  return ranks.every((rank, index) => rank >= (ranks[index - 1] ?? 0))
}

/**
 * Tool messages of OpenAI's own API hold text only: media go into the next user message, and the text says so.
 */
function toResultMessage(
  result: ToolResultBlock,
  path: string,
  scope: ChatMessageScope,
): { message: ReturnType<typeof toToolMessage>; beside: Part[] } {
  if (result.status === 'error') {
    scope.warnings.add(
      'tool_result_status',
      `${path}.toolResult.status`,
      'OpenAI has no status for tool results; it was left out.',
    )
  }
  if (scope.extensions) return { message: toToolMessage(result), beside: [] }
  const beside: Part[] = []
  const content = (result.content ?? []).map((block, index): ToolResultContentBlock => {
    if (block.text !== undefined || block.json !== undefined) return block
    beside.push(toPart(block, `${path}.toolResult.content[${index}]`, scope))
    return { text: `(${nameKind(block)}, shown after this result)` }
  })
  const message = toToolMessage({ ...result, content })
  return { message: message.content.length === 0 ? { ...message, content: '' } : message, beside }
}

function nameKind(block: ToolResultContentBlock): string {
  return block.image === undefined ? 'a file' : 'an image'
}

function toPart(block: ContentBlock, path: string, scope: ChatMessageScope): Part {
  const text = block.text ?? block.guardContent?.text?.text
  if (text !== undefined) return toTextPart({ text })
  const isForeign = block.video !== undefined || findMedia(block)?.s3Location !== undefined
  const part =
    (block.image && toImagePart(block.image)) ??
    (block.document && toDocumentPart(block.document, scope)) ??
    (block.audio && toAudioPart(block.audio)) ??
    (block.video && toVideoPart(block.video))
  if (part === undefined || (isForeign && !scope.extensions)) return noCounterpart(block, path)
  if (block.document !== undefined) warnOfDocument(block.document, `${path}.document`, scope)
  return part
}

/** Backends of OpenAI's API read files of few formats, most of them PDF alone: a document that is text goes as text. */
function toDocumentPart(document: DocumentBlock, { extensions }: ChatMessageScope): Part | undefined {
  const text = extensions ? undefined : readDocumentText(document)
  return text === undefined
    ? toFilePart(document)
    : toTextPart({ text: `${document.name ?? 'document'}.${document.format ?? 'txt'}:\n\n${text}` })
}

/** Warns of what a file part cannot say: it has a name and bytes. */
function warnOfDocument(document: DocumentBlock, path: string, { warnings }: ChatMessageScope): void {
  for (const [name, isSet] of [
    ['citations', document.citations?.enabled === true],
    ['context', document.context !== undefined],
  ] as const) {
    if (!isSet) continue
    warnings.add(
      'unsupported_parameter',
      `${path}.${name}`,
      `${path}.${name} has no counterpart in the OpenAI API; it was left out.`,
    )
  }
}

function findMedia(block: ContentBlock): { s3Location?: unknown } | undefined {
  return (block.image ?? block.document ?? block.audio ?? block.video)?.source
}

function markCached(
  target: object | undefined,
  block: ContentBlock,
  path: string,
  scope: ChatMessageScope,
): void {
  if (target !== undefined && scope.extensions && block.cachePoint !== undefined) {
    Object.assign(target, { cache_control: toCacheControl(block.cachePoint) })
  } else
    scope.warnings.add('unsupported_cache_point', path, 'The backend takes no cache points; it was left out.')
}

/** One text without a mark is a plain string, as most callers write it. */
function toPlainContent<Kind extends Part>(parts: readonly Kind[]): string | Kind[] {
  const [only] = parts
  const isPlain =
    parts.length === 1 && only !== undefined && only.type === 'text' && !('cache_control' in only)
  return isPlain ? only.text : [...parts]
}

function noCounterpart(block: ContentBlock, path: string): never {
  const kind = Object.keys(block).find((key) => block[key as keyof ContentBlock] !== undefined) ?? 'block'
  return reject(
    `${path}.${kind}`,
    `${path}.${kind} has no counterpart in the OpenAI API, so this backend cannot serve it. Leave it out.`,
    'unsupported_content_block',
  )
}
