import type {
  ContentBlock,
  ConverseCommandInput,
  DocumentFormat,
  ImageFormat,
  SystemContentBlock,
  ToolResultContentBlock,
  ToolUseBlock,
} from '@aws-sdk/client-bedrock-runtime'

import { decodeBase64 } from '../../base64.ts'
import {
  expectArray,
  expectObject,
  expectString,
  isAbsent,
  isObject,
  optionalString,
  reject,
} from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { refuse } from '../body-fields.ts'
import type { InvokeScope } from '../invoke-request.ts'

type Reader = (block: JsonObject, path: string, scope: InvokeScope) => ContentBlock

/** https://docs.anthropic.com/en/api/messages */
const READERS: Readonly<Record<string, Reader>> = {
  text: (block, path) => ({ text: expectString(block['text'], `${path}.text`) }),
  image: (block, path) => ({
    image: {
      format: mediaTypeOf(block, path)
        .replace(/^image\/(?:x-)?/, '')
        .replace('jpg', 'jpeg') as ImageFormat,
      source: { bytes: bytesOf(block, path) },
    },
  }),
  document: readDocument,
  tool_use: (block, path) => ({
    toolUse: {
      toolUseId: expectString(block['id'], `${path}.id`),
      name: expectString(block['name'], `${path}.name`),
      input: expectObject(block['input'], `${path}.input`) as NonNullable<ToolUseBlock['input']>,
    },
  }),
  tool_result: readToolResult,
  thinking: (block, path) => {
    const signature = optionalString(block['signature'], `${path}.signature`)
    const text = expectString(block['thinking'], `${path}.thinking`)
    return {
      reasoningContent: { reasoningText: { text, ...(signature === undefined ? {} : { signature }) } },
    }
  },
  redacted_thinking: (block, path) => ({
    reasoningContent: { redactedContent: decode(block['data'], `${path}.data`) },
  }),
}

/** A message's content: a text, or blocks. A block with `cache_control` is followed by a cache point. */
export function readBlocks(content: unknown, path: string, scope: InvokeScope): ContentBlock[] {
  if (typeof content === 'string') return [{ text: content }]
  return expectArray(content, path).flatMap((value, index): ContentBlock[] => {
    const at = `${path}[${index}]`
    const block = expectObject(value, at)
    const type = expectString(block['type'], `${at}.type`)
    const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined
    if (read === undefined) return refuse(`${at} (${type})`)
    return [read(block, at, scope), ...cachePointsOf(block)]
  })
}

/** The system prompt: a text, or text blocks. */
export function readSystem(value: unknown): ConverseCommandInput['system'] {
  if (isAbsent(value)) return undefined
  if (typeof value === 'string') return value === '' ? undefined : [{ text: value }]
  return expectArray(value, 'system').flatMap((item, index): SystemContentBlock[] => {
    const block = expectObject(item, `system[${index}]`)
    return [{ text: expectString(block['text'], `system[${index}].text`) }, ...cachePointsOf(block)]
  })
}

function cachePointsOf(block: JsonObject): { cachePoint: ContentBlock.CachePointMember['cachePoint'] }[] {
  const control = block['cache_control']
  if (!isObject(control)) return []
  const ttl = control['ttl']
  return [{ cachePoint: { type: 'default', ...(ttl === '5m' || ttl === '1h' ? { ttl } : {}) } }]
}

function readToolResult(block: JsonObject, path: string, scope: InvokeScope): ContentBlock {
  const { content } = block
  return {
    toolResult: {
      toolUseId: expectString(block['tool_use_id'], `${path}.tool_use_id`),
      content: isAbsent(content)
        ? []
        : // Claude's results hold texts, images and documents only.
          (readBlocks(content, `${path}.content`, scope) as ToolResultContentBlock[]),
      ...(block['is_error'] === true ? { status: 'error' as const } : {}),
    },
  }
}

function readDocument(block: JsonObject, path: string): ContentBlock {
  const source = expectObject(block['source'], `${path}.source`)
  const title = optionalString(block['title'], `${path}.title`) ?? 'document'
  const name = title.replace(/\.[a-z0-9]{1,5}$/i, '') || 'document'
  if (source['type'] === 'text') {
    const bytes = new TextEncoder().encode(expectString(source['data'], `${path}.source.data`))
    return { document: { format: 'txt', name, source: { bytes } } }
  }
  const format: DocumentFormat = mediaTypeOf(block, path) === 'application/pdf' ? 'pdf' : 'txt'
  return { document: { format, name, source: { bytes: bytesOf(block, path) } } }
}

function mediaTypeOf(block: JsonObject, path: string): string {
  const source = expectObject(block['source'], `${path}.source`)
  if (source['type'] !== 'base64') {
    return refuse(
      `${path}.source (${String(source['type'])})`,
      'cannot be fetched by this route: send its bytes',
    )
  }
  return expectString(source['media_type'], `${path}.source.media_type`).toLowerCase()
}

function bytesOf(block: JsonObject, path: string): Uint8Array {
  const source = expectObject(block['source'], `${path}.source`)
  return decode(source['data'], `${path}.source.data`)
}

function decode(value: unknown, path: string): Uint8Array {
  return decodeBase64(expectString(value, path)) ?? reject(path, `${path} must be base64.`, 'invalid_base64')
}
