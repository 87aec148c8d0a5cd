import type { ReasoningContentBlockDelta } from '@aws-sdk/client-bedrock-runtime'
import type { ResponseReasoningItem } from 'openai/resources/responses/responses'

import { encodeBase64 } from '../base64.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { toReasoningBlocks } from '../converse/reasoning-blocks.ts'
import type { Turn } from '../converse/turns.ts'
import { isObject, optionalString, type JsonObject } from '../json-shape.ts'
import { createAssistantTurn } from '../converse/turns.ts'
import { fromEncryptedContent, toEncryptedContent, type KeptReasoning } from './encrypted-content.ts'
import { emit, type EventSink, type ItemStatus, type OutputItemState } from './output-events.ts'

/**
 * Responses → Converse: the reasoning of an earlier answer. What `encrypted_content` holds goes back byte for byte;
 * reasoning without it, or encrypted by another service, is left out with a warning.
 */
export function toReasoningTurn(item: JsonObject, path: string, scope: RequestScope): Turn | undefined {
  const encrypted = optionalString(item['encrypted_content'], `${path}.encrypted_content`)
  const parts = encrypted === undefined ? undefined : fromEncryptedContent(encrypted)
  if (parts === undefined) {
    if (encrypted !== undefined || hasText(item['summary']) || hasText(item['content'])) {
      scope.warnings.add('reasoning_dropped', path, DROPPED)
    }
    return undefined
  }
  return createAssistantTurn({
    blocks: toReasoningBlocks(
      parts.map((part) => ({ ...part })),
      path,
      scope,
    ),
  })
}

const DROPPED =
  'Reasoning of an earlier turn was left out: only reasoning with encrypted_content of this route can be sent back.'

function hasText(parts: unknown): boolean {
  return Array.isArray(parts) && parts.some((part: unknown) => isObject(part) && part['text'] !== '')
}

/** One block of reasoning, while it is being received. */
interface ReasoningPart {
  text: string
  signature: string
  /** Redacted reasoning in pieces: pieces of base64 cannot simply be joined. */
  readonly redacted: (Uint8Array | string)[]
  /** Its place in the summary, once it has a text. */
  shown: number | undefined
  done: boolean
}

/** Reasoning that is being written. Neighbouring blocks share an item: some callers keep one for each answer. */
export interface ReasoningState extends OutputItemState {
  readonly kind: 'reasoning'
  /** By `contentBlockIndex`. */
  readonly parts: Map<number, ReasoningPart>
  readonly summary: ResponseReasoningItem.Summary[]
}

/** Converse → Responses: the start of a reasoning item. */
export function openReasoning(id: string, index: number, events: EventSink): ReasoningState {
  const state: ReasoningState = {
    kind: 'reasoning',
    id: `rs_${id}`,
    index,
    open: new Set(),
    parts: new Map(),
    summary: [],
  }
  emit(events, {
    type: 'response.output_item.added',
    output_index: index,
    item: { id: state.id, type: 'reasoning', summary: [] },
  })
  return state
}

/** A piece of a block of reasoning: text, which is shown, a signature or redacted data, which are kept. */
export function appendReasoning(
  state: ReasoningState,
  block: number,
  delta: ReasoningContentBlockDelta,
  events: EventSink,
): void {
  const part = ensurePart(state, block)
  if (delta.signature) part.signature += delta.signature
  if (delta.redactedContent !== undefined) part.redacted.push(delta.redactedContent)
  if (!delta.text) return
  part.text += delta.text
  const summaryIndex = part.shown ?? show(state, part, events)
  emit(events, {
    type: 'response.reasoning_summary_text.delta',
    ...toPlace(state, summaryIndex),
    delta: delta.text,
  })
}

/** The end of a block of reasoning, and of its part of the summary. */
export function endReasoning(state: ReasoningState, block: number, events: EventSink): void {
  const part = state.parts.get(block)
  if (part === undefined || part.done) return
  part.done = true
  if (part.shown === undefined) return
  const place = toPlace(state, part.shown)
  const shown = { type: 'summary_text', text: part.text } as const
  state.summary[part.shown] = shown
  emit(events, { type: 'response.reasoning_summary_text.done', ...place, text: part.text })
  emit(events, { type: 'response.reasoning_summary_part.done', ...place, part: shown })
}

/** The end of a reasoning item; its `encrypted_content` is complete only here. */
export function closeReasoning(
  state: ReasoningState,
  _status: ItemStatus,
  events: EventSink,
): ResponseReasoningItem {
  for (const block of state.parts.keys()) endReasoning(state, block, events)
  // Reasoning without a signature cannot be sent back, so it is not kept.
  const kept = [...state.parts.values()].flatMap((part) => toKeptReasoning(part) ?? [])
  const item: ResponseReasoningItem = {
    id: state.id,
    type: 'reasoning',
    summary: state.summary,
    ...(kept.length === 0 ? {} : { encrypted_content: toEncryptedContent(kept) }),
  }
  emit(events, { type: 'response.output_item.done', output_index: state.index, item })
  return item
}

function ensurePart(state: ReasoningState, block: number): ReasoningPart {
  const known = state.parts.get(block)
  if (known !== undefined) return known
  const part: ReasoningPart = { text: '', signature: '', redacted: [], shown: undefined, done: false }
  state.parts.set(block, part)
  return part
}

function show(state: ReasoningState, part: ReasoningPart, events: EventSink): number {
  part.shown = state.summary.length
  const empty = { type: 'summary_text', text: '' } as const
  state.summary.push(empty)
  emit(events, {
    type: 'response.reasoning_summary_part.added',
    ...toPlace(state, part.shown),
    part: empty,
  })
  return part.shown
}

function toKeptReasoning({ text, signature, redacted }: ReasoningPart): KeptReasoning | undefined {
  if (redacted.length > 0) return { type: 'redacted_thinking', data: toBase64(redacted) }
  return signature === '' ? undefined : { type: 'thinking', thinking: text, signature }
}

/** A transport that does not decode blobs passes base64. */
function toBase64(pieces: readonly (Uint8Array | string)[]): string {
  const bytes = pieces.filter((piece) => typeof piece !== 'string')
  if (bytes.length < pieces.length) return pieces.filter((piece) => typeof piece === 'string').join('')
  const whole = new Uint8Array(bytes.reduce((length, piece) => length + piece.length, 0))
  let offset = 0
  for (const piece of bytes) {
    whole.set(piece, offset)
    offset += piece.length
  }
  return encodeBase64(whole)
}

function toPlace({ id, index }: ReasoningState, summaryIndex: number) {
  return { item_id: id, output_index: index, summary_index: summaryIndex }
}
