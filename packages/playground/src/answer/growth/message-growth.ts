import type { MessageEvent } from '@patchbay/translator'

import { addNote, addText, citationNote, lengthNote, type Part, type Whole } from './whole.ts'

/** Adds an event of the Messages API: of the translator's, or of Claude itself, which has more kinds of them. */
export function growMessage(whole: Whole, chunk: unknown): Whole {
  const event = chunk as MessageEvent
  switch (event.type) {
    case 'message_start': {
      const { role, model, usage } = event.message
      return { ...whole, role, model, usage }
    }
    case 'content_block_start':
      return growBlock(whole, event.index, event.content_block)
    case 'content_block_delta':
      return growDelta(whole, event.index, event.delta)
    case 'message_delta':
      return {
        ...whole,
        ending: `stop_reason: ${event.delta.stop_reason}`,
        usage: { ...whole.usage, ...event.usage },
      }
    default:
      return whole
  }
}

/** A block as Anthropic's API begins it. */
interface Block {
  readonly type: string
  readonly id?: string
  readonly name?: string
  readonly text?: string
  readonly data?: string
  readonly input?: unknown
}

function growBlock(whole: Whole, index: number, { type, id, name, text, data }: Block): Whole {
  const part = partOf(whole, index, kindOf(type), { id, name })
  const begun = addText(whole, part, text ?? '')
  return data === undefined ? begun : addNote(begun, part, lengthNote('redacted', data))
}

function kindOf(type: string): Part['kind'] {
  if (type.includes('thinking')) return 'reasoning'
  return type.endsWith('tool_use') ? 'call' : 'text'
}

/** https://docs.claude.com/en/docs/build-with-claude/streaming#content-block-delta-types */
interface BlockDelta {
  readonly text?: string
  readonly partial_json?: string
  readonly thinking?: string
  readonly signature?: string
  readonly citation?: unknown
}

function growDelta(whole: Whole, index: number, delta: BlockDelta): Whole {
  const { text, partial_json: input, thinking, signature, citation } = delta
  const kind = input !== undefined ? 'call' : (thinking ?? signature) === undefined ? 'text' : 'reasoning'
  const part = partOf(whole, index, kind)
  if (signature !== undefined) return addNote(whole, part, lengthNote('signature', signature))
  if (citation !== undefined) return addNote(whole, part, citationNote(citation))
  return addText(whole, part, text ?? input ?? thinking ?? '')
}

/** The part of a block: the one that is there, else a new one of this kind. */
function partOf(
  { parts }: Whole,
  index: number,
  kind: Part['kind'],
  { id, name }: { readonly id?: string | undefined; readonly name?: string | undefined } = {},
): Omit<Part, 'text' | 'notes'> {
  const key = `block-${index}`
  return (
    parts.find((part) => part.key === key) ?? {
      key,
      kind,
      ...(id !== undefined && { id }),
      ...(name !== undefined && { name }),
    }
  )
}
