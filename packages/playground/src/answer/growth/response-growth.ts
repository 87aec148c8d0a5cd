import type { Response, ResponseOutputItem, ResponseStreamEvent } from 'openai/resources/responses/responses'

import { addNote, addText, beginPart, citationNote, lengthNote, type Part, type Whole } from './whole.ts'

/** Adds an event of the Responses API. */
export function growResponse(whole: Whole, chunk: unknown): Whole {
  const event = chunk as ResponseStreamEvent
  switch (event.type) {
    case 'response.created':
      return { ...whole, role: 'assistant', model: event.response.model }
    case 'response.output_item.added':
      return growItem(whole, event.output_index, event.item)
    case 'response.output_item.done':
      return endItem(whole, event.output_index, event.item)
    case 'response.output_text.delta':
      return addText(whole, partOf('text', event.output_index, event.content_index), event.delta)
    case 'response.refusal.delta':
      return addText(whole, partOf('refusal', event.output_index, event.content_index), event.delta)
    case 'response.reasoning_summary_text.delta':
      return addText(whole, partOf('reasoning', event.output_index, event.summary_index), event.delta)
    case 'response.reasoning_text.delta':
      return addText(whole, partOf('reasoning', event.output_index, event.content_index), event.delta)
    case 'response.function_call_arguments.delta':
    case 'response.custom_tool_call_input.delta':
      return addText(whole, partOf('call', event.output_index), event.delta)
    case 'response.output_text.annotation.added':
      return addNote(
        whole,
        partOf('text', event.output_index, event.content_index),
        citationNote(event.annotation),
      )
    case 'response.completed':
    case 'response.incomplete':
    case 'response.failed':
      return endResponse(whole, event.response)
    default:
      return whole
  }
}

function partOf(kind: Part['kind'], item: number, index = 0): { key: string; kind: Part['kind'] } {
  return { key: `${item}-${index}-${kind}`, kind }
}

function growItem(whole: Whole, index: number, item: ResponseOutputItem): Whole {
  if (item.type !== 'function_call' && item.type !== 'custom_tool_call') return whole
  return beginPart(whole, { ...partOf('call', index), name: item.name, id: item.call_id })
}

function endItem(whole: Whole, index: number, item: ResponseOutputItem): Whole {
  if (item.type !== 'reasoning' || !item.encrypted_content) return whole
  return addNote(whole, partOf('reasoning', index), lengthNote('encrypted_content', item.encrypted_content))
}

function endResponse(whole: Whole, { status, incomplete_details: details, usage }: Response): Whole {
  const reason = details?.reason === undefined ? '' : ` (${details.reason})`
  return { ...whole, ending: `status: ${status}${reason}`, ...(usage && { usage }) }
}
