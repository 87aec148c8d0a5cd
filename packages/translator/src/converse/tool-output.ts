import type { ContentBlock, DocumentBlock, ToolResultContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { isObject } from '../json-shape.ts'
import { isUtf8 } from '../media-type.ts'
import type { RequestScope } from './request-scope.ts'

/** A tool's output, as it goes into a tool result and beside it. */
export interface ToolOutput {
  readonly content: ToolResultContentBlock[]
  /** Blocks that this model does not take inside of a tool result. */
  readonly beside: ContentBlock[]
  /** Cache points, which go after the result. */
  readonly cachePoints: ContentBlock[]
  /** The tool failed. Only Anthropic's protocol says so. */
  readonly status?: 'error'
}

/** Bedrock refuses a tool result without content. */
export const EMPTY_OUTPUT = '(no output)'
const IMAGE_BESIDE = '(an image, shown beside this result)'
const UNSEEN_IMAGE = '(an image, which this model cannot see)'
const UNSEEN_DOCUMENT = '(a document, which this model cannot read)'
const TEXT_FORMATS: ReadonlySet<string> = new Set(['txt', 'md', 'csv', 'html'])
/** The text of the error result for a call without a result. */
export const MISSING_OUTPUT = 'No result was given for this tool call.'

/**
 * The content blocks of a tool's output as a tool result's. A text that is a JSON object becomes `json` where that loses
 * nothing; other JSON stays text, since Bedrock takes only objects. Images go beside it for models that take none inside.
 */
export function toToolOutput(blocks: readonly ContentBlock[], scope: RequestScope): ToolOutput {
  const output: ToolOutput = { content: [], beside: [], cachePoints: [] }
  for (const block of blocks) {
    if (block.cachePoint !== undefined) output.cachePoints.push(block)
    else if (block.text !== undefined) output.content.push(toOutputBlock(block.text, blocks.length === 1))
    else if (block.image !== undefined && !scope.context.model.capabilities.imagesInToolResult) {
      output.content.push({ text: IMAGE_BESIDE })
      output.beside.push(block)
    } else output.content.push(block as ToolResultContentBlock)
  }
  if (output.content.length === 0) output.content.push({ text: EMPTY_OUTPUT })
  return output
}

/**
 * Reads a part of a tool's output. What the model cannot see becomes a note, or its text where it has one, with a warning: an error
 * would end the conversation, since the output stays in its history.
 *
 * @param read - reads the part for a model that sees everything
 */
export function readSeen(
  read: (scope: RequestScope) => ContentBlock[],
  path: string,
  scope: RequestScope,
): ContentBlock[] {
  const { context, warnings } = scope
  const { model } = context
  const { images, documents } = model.capabilities
  if (images && documents) return read(scope)
  const capabilities = { ...model.capabilities, images: true, documents: true }
  const blocks = read({ ...scope, context: { ...context, model: { ...model, capabilities } } })
  return blocks.map((block): ContentBlock => {
    const kind = block.image !== undefined && !images ? 'images' : undefined
    const unseen = kind ?? (block.document !== undefined && !documents ? 'documents' : undefined)
    if (unseen === undefined) return block
    const text = unseen === 'images' ? UNSEEN_IMAGE : (textOf(block.document) ?? UNSEEN_DOCUMENT)
    warnings.add(
      'unsupported_content_block',
      path,
      `${path}: the model ${model.id} takes no ${unseen}; ${text === UNSEEN_IMAGE || text === UNSEEN_DOCUMENT ? 'a note' : 'its text'} stands in its place.`,
    )
    return { text }
  })
}

/** The text of a document that is one. */
function textOf(document: DocumentBlock | undefined): string | undefined {
  const bytes = document?.source?.bytes
  if (bytes === undefined || !TEXT_FORMATS.has(document?.format ?? '') || !isUtf8(bytes)) return undefined
  const text = new TextDecoder().decode(bytes)
  return text.trim() === '' ? undefined : text
}

/** A tool's output as plain text, for where it cannot be a tool result. */
export function toOutputText(content: readonly ToolResultContentBlock[]): string {
  return content
    .flatMap((block) => {
      if (block.text !== undefined) return [block.text]
      return block.json === undefined ? [] : [JSON.stringify(block.json)]
    })
    .join('\n')
}

/** The reverse of the choice between `json` and `text`. */
function toOutputBlock(text: string, alone: boolean): ToolResultContentBlock {
  const json = alone ? parseLossless(text) : undefined
  return json === undefined ? { text } : { json: json as NonNullable<ToolResultContentBlock['json']> }
}

/** The object a text holds, if writing it again gives the same text: numbers and keys must survive. */
function parseLossless(text: string): object | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) && JSON.stringify(value) === withoutBlanks(text) ? value : undefined
  } catch {
    return undefined
  }
}

/** A JSON text without whitespace between its tokens. */
function withoutBlanks(json: string): string {
  return json.replaceAll(/("(?:[^"\\]|\\.)*"?)|\s+/gs, (_, string: string | undefined) => string ?? '')
}
