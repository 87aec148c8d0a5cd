import type { ContentBlock, ImageFormat, ToolResultContentBlock } from '@aws-sdk/client-bedrock-runtime'
import { refusal } from '../served-failure.ts'
import type { Json } from './body-format.ts'

/** One block of Claude's in Converse. */
export function toContentBlock(block: Json): ContentBlock {
  const convert = BLOCKS[String(block['type'])]
  if (convert === undefined) {
    throw refusal(
      `messages: a content block of type ${JSON.stringify(block['type'])} cannot be served by this route.`,
    )
  }
  return convert(block)
}

/** The objects of a list; nothing where there is none. */
export function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}

const BLOCKS: Readonly<Record<string, (block: Json) => ContentBlock>> = {
  text: (block) => ({ text: String(block['text']) }),
  image: (block) => ({ image: toImage(block['source']) }),
  tool_use: (block) => ({
    toolUse: { toolUseId: String(block['id']), name: String(block['name']), input: block['input'] as never },
  }),
  tool_result: (block) => ({
    toolResult: {
      toolUseId: String(block['tool_use_id']),
      content: toResultContent(block['content']),
      status: block['is_error'] === true ? 'error' : 'success',
    },
  }),
  thinking: (block) => ({
    reasoningContent: {
      reasoningText: { text: textOf(block['thinking']), signature: textOf(block['signature']) },
    },
  }),
  redacted_thinking: (block) => ({
    reasoningContent: { redactedContent: Buffer.from(String(block['data']), 'base64') },
  }),
}

function toResultContent(content: unknown): ToolResultContentBlock[] {
  if (content === undefined || content === null) return []
  if (typeof content === 'string') return [{ text: content }]
  return listOf(content).map((block) =>
    block['type'] === 'image' ? { image: toImage(block['source']) } : { text: String(block['text']) },
  )
}

function toImage(source: unknown): { format: ImageFormat; source: { bytes: Uint8Array } } {
  const { type, media_type: mediaType, data } = (source ?? {}) as Record<string, unknown>
  if (type !== 'base64' || typeof mediaType !== 'string' || typeof data !== 'string') {
    throw refusal('messages: an image must have a source of type "base64".')
  }
  return {
    format: mediaType.replace(/^image\//, '') as ImageFormat,
    source: { bytes: Buffer.from(data, 'base64') },
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
