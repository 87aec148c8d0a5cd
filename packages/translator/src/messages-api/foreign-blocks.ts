import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'

import type { RequestScope } from '../converse/request-scope.ts'
import { toTextBlocks } from '../converse/text.ts'
import { isObject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'

/** Blocks of a history that only Anthropic's own API and Claude know, and where they hold a text, its member. */
const FOREIGN: Readonly<Record<string, string | undefined>> = {
  server_tool_use: undefined,
  container_upload: undefined,
  mcp_tool_use: undefined,
  mcp_tool_result: 'content',
  mcp_tool_listing: undefined,
  compaction: 'content',
  fallback: undefined,
  tool_reference: undefined,
  tool_addition: undefined,
  tool_removal: undefined,
}

/** Those that may stand in a message of the user's or in the result of a tool. */
const BESIDE_USER: ReadonlySet<string> = new Set([
  'compaction',
  'fallback',
  'mcp_tool_listing',
  'tool_addition',
  'tool_reference',
  'tool_removal',
])

/** Whether no model but Claude can read a block of this type. Results of tools that servers run have many names. */
export function isForeignBlock(type: string, role: 'user' | 'assistant'): boolean {
  if (role === 'user') return BESIDE_USER.has(type)
  return Object.hasOwn(FOREIGN, type) || /._tool_result$/.test(type)
}

/**
 * Anthropic → Converse: a block of the history that models other than Claude cannot read: the text that it holds (the summary
 * of a compaction, what a tool of an MCP server said), else nothing, with a warning.
 */
export function toForeignBlocks(block: JsonObject, path: string, { warnings }: RequestScope): ContentBlock[] {
  const type = String(block['type'])
  const member = Object.hasOwn(FOREIGN, type) ? FOREIGN[type] : undefined
  const texts = member === undefined ? [] : toTextBlocks(readTexts(block[member]))
  if (texts.length === 0) {
    warnings.add(
      'unsupported_content_block',
      path,
      `Only Anthropic's own API and Claude know ${type} blocks; it was left out.`,
    )
  }
  return texts
}

function readTexts(content: unknown): string {
  if (typeof content === 'string') return content
  const parts: readonly unknown[] = Array.isArray(content) ? content : []
  return parts
    .flatMap((part) => (isObject(part) && typeof part['text'] === 'string' ? [part['text']] : []))
    .join('\n')
}
