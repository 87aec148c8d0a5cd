import type { ReasoningContentBlockDelta } from '@aws-sdk/client-bedrock-runtime'
import type { ResponseReasoningItem } from 'openai/resources/responses/responses'

import { encodeBase64 } from '../base64.ts'
import type { RequestScope } from '../chat-completions/request-scope.ts'
import { toTurnReasoning, type Turn } from '../chat-completions/turns.ts'
import { isObject, optionalString, type JsonObject } from '../json-shape.ts'
import { toAssistantTurn } from './assistant-turn.ts'
import { fromEncryptedContent, toEncryptedContent } from './encrypted-content.ts'
import { emit, type EventSink, type ItemStatus, type OutputItemState } from './stream-state.ts'

/**
 * Responses → Converse: the reasoning of an earlier answer. What `encrypted_content` holds goes back byte for byte;
 * reasoning without it, or encrypted by somebody else, is left out with a warning.
 */
export function toReasoningTurn(item: JsonObject, path: string, scope: RequestScope): Turn | undefined {
  const encrypted = optionalString(item['encrypted_content'], `${path}.encrypted_content`)
  const part = encrypted === undefined ? undefined : fromEncryptedContent(encrypted)
  if (part === undefined) {
    if (encrypted !== undefined || hasText(item['summary']) || hasText(item['content'])) {
      scope.warnings.add('reasoning_dropped', path, DROPPED)
    }
    return undefined
  }
  const reasoning = toTurnReasoning({ content_blocks: [part] }, path, scope)
  return toAssistantTurn({ reasoning })
}

const DROPPED =
  'Reasoning of an earlier turn was left out: only what has the encrypted_content of this route can be sent back.'

function hasText(parts: unknown): boolean {
  return Array.isArray(parts) && parts.some((part: unknown) => isObject(part) && part['text'] !== '')
}

/** A block of reasoning that is being written. */
export interface ReasoningState extends OutputItemState {
  readonly kind: 'reasoning'
  text: string
  /** The summary's part has been opened. */
  shown: boolean
  signature: string
  /** Redacted reasoning: base64 cannot be cut anywhere. */
  readonly redacted: (Uint8Array | string)[]
}

/** Converse → Responses: the begin of a reasoning item. */
export function openReasoning(id: string, index: number, events: EventSink): ReasoningState {
  const state: ReasoningState = {
    kind: 'reasoning',
    id: `rs_${id}`,
    index,
    open: new Set(),
    text: '',
    shown: false,
    signature: '',
    redacted: [],
  }
  emit(events, {
    type: 'response.output_item.added',
    output_index: index,
    item: { id: state.id, type: 'reasoning', summary: [] },
  })
  return state
}

/** A piece of reasoning: text, which is shown, a signature or redacted data, which are kept. */
export function appendReasoning(
  state: ReasoningState,
  delta: ReasoningContentBlockDelta,
  events: EventSink,
): void {
  if (delta.signature) state.signature += delta.signature
  if (delta.redactedContent !== undefined) state.redacted.push(delta.redactedContent)
  if (!delta.text) return
  if (!state.shown) {
    state.shown = true
    emit(events, {
      type: 'response.reasoning_summary_part.added',
      ...placeOf(state),
      part: { type: 'summary_text', text: '' },
    })
  }
  state.text += delta.text
  emit(events, { type: 'response.reasoning_summary_text.delta', ...placeOf(state), delta: delta.text })
}

/** The end of a reasoning item: only here is its `encrypted_content` whole. */
export function closeReasoning(
  state: ReasoningState,
  _status: ItemStatus,
  events: EventSink,
): ResponseReasoningItem {
  const { id, index, text } = state
  const part = { type: 'summary_text', text } as const
  if (state.shown) {
    emit(events, { type: 'response.reasoning_summary_text.done', ...placeOf(state), text })
    emit(events, { type: 'response.reasoning_summary_part.done', ...placeOf(state), part })
  }
  const encrypted = encryptedOf(state)
  const item: ResponseReasoningItem = {
    id,
    type: 'reasoning',
    summary: state.shown ? [part] : [],
    ...(encrypted === undefined ? {} : { encrypted_content: encrypted }),
  }
  emit(events, { type: 'response.output_item.done', output_index: index, item })
  return item
}

/** Reasoning that nobody signed cannot be sent back: there is nothing to keep of it. */
function encryptedOf({ text, signature, redacted }: ReasoningState): string | undefined {
  if (redacted.length > 0) return toEncryptedContent({ type: 'redacted_thinking', data: toBase64(redacted) })
  if (signature === '') return undefined
  return toEncryptedContent({ type: 'thinking', thinking: text, signature })
}

/** A transport that does not decode blobs hands base64 over already. */
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

function placeOf({ id, index }: ReasoningState) {
  return { item_id: id, output_index: index, summary_index: 0 }
}
