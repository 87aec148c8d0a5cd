import type { ToolResultBlock, ToolResultContentBlock } from '@aws-sdk/client-bedrock-runtime'
import type {
  ChatCompletionContentPart,
  ChatCompletionToolMessageParam,
} from 'openai/resources/chat/completions'

import type { RequestScope } from '../converse/request-scope.ts'
import { isBlank } from '../converse/text.ts'
import { toToolOutput, type ToolOutput } from '../converse/tool-output.ts'
import { toContentBlocks } from './content-parts.ts'
import { toFilePart } from './document.ts'
import { toImagePart } from './image.ts'
import type { VideoPart } from './openai-types.ts'
import { toVideoPart } from './video.ts'

/** Chat completions → Converse: the content of a `tool` message. */
export function readToolOutput(content: unknown, path: string, scope: RequestScope): ToolOutput {
  return toToolOutput(toContentBlocks(content, path, 'tool', scope), scope)
}

/** Converse → chat completions: a tool result as a `tool` message. Images, documents and video stay as parts. */
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
