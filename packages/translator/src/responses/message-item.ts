import type { SystemContentBlock } from '@aws-sdk/client-bedrock-runtime'
import type { ResponseOutputMessage, ResponseOutputText } from 'openai/resources/responses/responses'

import { toSystemContent } from '../converse/system.ts'
import { toCachePoints } from '../converse/cache-point.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import type { Turn } from '../converse/turns.ts'
import { reject, type JsonObject } from '../json-shape.ts'
import { createAssistantTurn } from '../converse/turns.ts'
import { toContentBlocks } from './content-parts.ts'
import { emit, type EventSink, type ItemStatus, type OutputItemState } from './output-events.ts'

/** Responses → Converse: a message of the user or the assistant. */
export function toMessageTurn(item: JsonObject, path: string, scope: RequestScope): Turn {
  const { role } = item
  if (role !== 'user' && role !== 'assistant') {
    return reject(
      `${path}.role`,
      `${path}.role must be system, developer, user or assistant, not ${JSON.stringify(role)}.`,
    )
  }
  const blocks = [
    ...toContentBlocks(item['content'], `${path}.content`, role, scope),
    ...toCachePoints(item, path, 'messages', scope),
  ]
  return role === 'user' ? { role, blocks } : createAssistantTurn({ blocks })
}

/** Responses → Converse: a `system` or `developer` message, or the instructions; blank texts are skipped. */
export function toSystemBlocks(
  item: JsonObject,
  path: string,
  contentPath: string,
  scope: RequestScope,
): SystemContentBlock[] {
  const blocks = toSystemContent(toContentBlocks(item['content'], contentPath, 'system', scope))
  return blocks.length === 0 ? [] : [...blocks, ...toCachePoints(item, path, 'system', scope)]
}

/** A message that is being written, with one part for neighbouring text blocks. */
export interface MessageState extends OutputItemState {
  readonly kind: 'message'
  text: string
  readonly annotations: ResponseOutputText['annotations']
  readonly citations: NonNullable<ResponseOutputText['citations']>
}

/** Converse → Responses: the start of a message. */
export function openMessage(id: string, index: number, events: EventSink): MessageState {
  const state: MessageState = {
    kind: 'message',
    id: `msg_${id}`,
    index,
    open: new Set(),
    text: '',
    annotations: [],
    citations: [],
  }
  emit(events, {
    type: 'response.output_item.added',
    output_index: index,
    item: { id: state.id, type: 'message', role: 'assistant', status: 'in_progress', content: [] },
  })
  emit(events, {
    type: 'response.content_part.added',
    ...toPlace(state),
    part: { type: 'output_text', text: '', annotations: [], logprobs: [] },
  })
  return state
}

/** More text of a message. */
export function appendText(state: MessageState, text: string, events: EventSink): void {
  if (text === '') return
  state.text += text
  emit(events, { type: 'response.output_text.delta', ...toPlace(state), delta: text, logprobs: [] })
}

/** A citation, once the text that it belongs to is known. */
export function annotate(
  state: MessageState,
  annotation: ResponseOutputText['annotations'][number],
  events: EventSink,
): void {
  emit(events, {
    type: 'response.output_text.annotation.added',
    ...toPlace(state),
    annotation_index: state.annotations.length,
    annotation,
  })
  state.annotations.push(annotation)
}

/** The end of a message. */
export function closeMessage(
  state: MessageState,
  status: ItemStatus,
  events: EventSink,
): ResponseOutputMessage {
  const { id, index, text, annotations, citations } = state
  const part: ResponseOutputText = {
    type: 'output_text',
    text,
    annotations,
    logprobs: [],
    ...(citations.length === 0 ? {} : { citations }),
  }
  const item: ResponseOutputMessage = { id, type: 'message', role: 'assistant', status, content: [part] }
  emit(events, { type: 'response.output_text.done', ...toPlace(state), text, logprobs: [] })
  emit(events, { type: 'response.content_part.done', ...toPlace(state), part })
  emit(events, { type: 'response.output_item.done', output_index: index, item })
  return item
}

function toPlace({ id, index }: MessageState) {
  return { item_id: id, output_index: index, content_index: 0 }
}
