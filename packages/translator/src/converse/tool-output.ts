import type { ContentBlock, ToolResultContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { isObject } from '../json-shape.ts'
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
