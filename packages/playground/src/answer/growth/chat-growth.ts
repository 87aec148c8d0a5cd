import type { ChatCompletionChunk } from 'openai/resources/chat/completions'

import { addNote, addText, beginPart, citationNote, lengthNote, nextKey, type Whole } from './whole.ts'

type Delta = ChatCompletionChunk.Choice.Delta

/** Adds a chunk of Chat Completions. */
export function growChat(whole: Whole, chunk: unknown): Whole {
  const { model, choices, usage } = chunk as ChatCompletionChunk
  const [choice] = choices
  let grown: Whole = { ...whole, model, ...(usage && { usage }) }
  if (choice === undefined) return grown
  grown = growDelta(grown, choice.delta)
  const { finish_reason: reason } = choice
  return reason ? { ...grown, ending: `finish_reason: ${reason}` } : grown
}

function growDelta(whole: Whole, delta: Delta): Whole {
  const { role, reasoning_content: reasoning, content, refusal, tool_calls: calls, citations } = delta
  let grown: Whole = role === undefined ? whole : { ...whole, role }
  const add = (kind: 'reasoning' | 'text' | 'refusal', text: string): void => {
    grown = addText(grown, { key: nextKey(grown, kind), kind }, text)
  }
  if (reasoning) add('reasoning', reasoning)
  if (content) add('text', content)
  if (refusal) add('refusal', refusal)
  for (const citation of citations ?? []) grown = addNote(grown, lastText(grown), citationNote(citation))
  for (const { delta: piece } of delta.content_blocks ?? []) {
    const part = { key: nextKey(grown, 'reasoning'), kind: 'reasoning' as const }
    if (piece?.signature) grown = addNote(grown, part, lengthNote('signature', piece.signature))
    if (piece?.data) grown = addNote(grown, part, lengthNote('redacted', piece.data))
  }
  for (const call of calls ?? []) grown = growCall(grown, call)
  return grown
}

function growCall(
  whole: Whole,
  { index, id, function: called }: NonNullable<Delta['tool_calls']>[number],
): Whole {
  const part = {
    key: `call-${index}`,
    kind: 'call' as const,
    ...(id !== undefined && { id }),
    ...(called?.name !== undefined && { name: called.name }),
  }
  return addText(beginPart(whole, part), part, called?.arguments ?? '')
}

function lastText(whole: Whole): { key: string; kind: 'text' } {
  const key = whole.parts.findLast(({ kind }) => kind === 'text')?.key
  return { key: key ?? nextKey(whole, 'text'), kind: 'text' }
}
