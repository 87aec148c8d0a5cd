import { pieces } from './openai-answer.ts'
import type { OutputItem } from './output-item.ts'

type Event = { readonly type: string } & Readonly<Record<string, unknown>>

/** The events of a streamed response, in OpenAI's order, numbered. */
export function responseEvents(
  opening: object,
  whole: { readonly status: string },
  output: readonly OutputItem[],
): unknown[] {
  const events: Event[] = [
    { type: 'response.created', response: opening },
    { type: 'response.in_progress', response: opening },
    ...output.flatMap(itemEvents),
    { type: whole.status === 'incomplete' ? 'response.incomplete' : 'response.completed', response: whole },
  ]
  return events.map((event, index) => ({ ...event, sequence_number: index }))
}

function itemEvents(item: OutputItem, outputIndex: number): Event[] {
  return [
    { type: 'response.output_item.added', output_index: outputIndex, item: emptied(item) },
    ...contentEvents(item, outputIndex),
    { type: 'response.output_item.done', output_index: outputIndex, item },
  ]
}

function emptied(item: OutputItem): object {
  switch (item.type) {
    case 'message':
      return { ...item, status: 'in_progress', content: [] }
    case 'reasoning':
      return { ...item, summary: [] }
    case 'custom_tool_call':
      return { ...item, status: 'in_progress', input: '' }
    default:
      return { ...item, status: 'in_progress', arguments: '' }
  }
}

function contentEvents(item: OutputItem, outputIndex: number): Event[] {
  const place = { item_id: item.id, output_index: outputIndex }
  switch (item.type) {
    case 'message':
      return item.content.flatMap((part, contentIndex) =>
        textEvents(part, { ...place, content_index: contentIndex }),
      )
    case 'reasoning':
      return item.summary.flatMap((part, summaryIndex) =>
        summaryEvents(part, { ...place, summary_index: summaryIndex }),
      )
    case 'custom_tool_call':
      return [
        ...pieces(item.input).map((delta) => ({
          type: 'response.custom_tool_call_input.delta',
          ...place,
          delta,
        })),
        { type: 'response.custom_tool_call_input.done', ...place, input: item.input },
      ]
    default:
      return [
        ...pieces(item.arguments).map((delta) => ({
          type: 'response.function_call_arguments.delta',
          ...place,
          delta,
        })),
        {
          type: 'response.function_call_arguments.done',
          ...place,
          name: item.name,
          arguments: item.arguments,
        },
      ]
  }
}

function textEvents(part: { readonly text: string }, place: object): Event[] {
  return [
    { type: 'response.content_part.added', ...place, part: { ...part, text: '' } },
    ...pieces(part.text).map((delta) => ({
      type: 'response.output_text.delta',
      ...place,
      logprobs: [],
      delta,
    })),
    { type: 'response.output_text.done', ...place, logprobs: [], text: part.text },
    { type: 'response.content_part.done', ...place, part },
  ]
}

function summaryEvents(part: { readonly text: string }, place: object): Event[] {
  return [
    { type: 'response.reasoning_summary_part.added', ...place, part: { ...part, text: '' } },
    ...pieces(part.text).map((delta) => ({ type: 'response.reasoning_summary_text.delta', ...place, delta })),
    { type: 'response.reasoning_summary_text.done', ...place, text: part.text },
    { type: 'response.reasoning_summary_part.done', ...place, part },
  ]
}
