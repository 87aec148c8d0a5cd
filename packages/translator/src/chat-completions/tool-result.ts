import type { ContentBlock, ToolResultBlock, ToolResultContentBlock } from '@aws-sdk/client-bedrock-runtime'
import type {
  ChatCompletionContentPart,
  ChatCompletionToolMessageParam,
} from 'openai/resources/chat/completions'

import { isObject } from '../json-shape.ts'
import { toContentBlocks } from './content-parts.ts'
import { toFilePart } from './document.ts'
import { toImagePart } from './image.ts'
import type { VideoPart } from './openai-types.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { isBlank } from '../converse/text.ts'
import { toVideoPart } from './video.ts'

/** A tool's output, as it goes into a tool result and beside it. */
export interface ToolOutput {
  readonly content: ToolResultContentBlock[]
  /** What this model does not take inside of a tool result. */
  readonly beside: ContentBlock[]
  /** Cache points, which go after the result. */
  readonly cachePoints: ContentBlock[]
  /** The tool failed. OpenAI's shape cannot say so. */
  readonly status?: 'error'
}

/** Bedrock refuses a tool result without content. */
export const EMPTY_OUTPUT = '(no output)'
const IMAGE_BESIDE = '(an image, shown beside this result)'
/** The text of the error result that stands in where the caller gave none. */
export const MISSING_OUTPUT = 'No result was given for this tool call.'

/**
 * OpenAI → Converse: the content of a `tool` message. A text that is a JSON object becomes `json` where that loses
 * nothing; other JSON stays text, since Bedrock takes only objects. Images go beside where the model wants them there.
 */
export function toToolOutput(content: unknown, path: string, scope: RequestScope): ToolOutput {
  return toolOutputOf(toContentBlocks(content, path, 'tool', scope), scope)
}

/** The same for an output whose content is blocks already. */
export function toolOutputOf(blocks: readonly ContentBlock[], scope: RequestScope): ToolOutput {
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

/** Converse → OpenAI: a tool result as a `tool` message. Images, documents and video stay as parts. */
export function toToolMessage(block: ToolResultBlock): ChatCompletionToolMessageParam {
  const parts = (block.content ?? []).flatMap(toOutputParts)
  const texts = parts.filter((part) => part.type === 'text')
  const [only] = texts
  const content = parts.length === 1 && only !== undefined ? only.text : parts
  return {
    role: 'tool',
    tool_call_id: block.toolUseId ?? '',
    // OpenAI's type allows only texts here; other parts are this package's extension.
    content: content as ChatCompletionToolMessageParam['content'],
  }
}

/** A tool's output in words, for where it cannot be a tool result. */
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

/** A JSON text without the blank space between its tokens. */
function withoutBlanks(json: string): string {
  return json.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string: string | undefined) => string ?? '')
}

type OutputPart = ChatCompletionContentPart | VideoPart

function toOutputParts(block: ToolResultContentBlock): OutputPart[] {
  if (block.json !== undefined) return [{ type: 'text', text: JSON.stringify(block.json) }]
  if (block.text !== undefined) return isBlank(block.text) ? [] : [{ type: 'text', text: block.text }]
  const part =
    (block.image && toImagePart(block.image)) ??
    (block.document && toFilePart(block.document)) ??
    (block.video && toVideoPart(block.video))
  return part === undefined ? [] : [part]
}
