import { readJson } from '../../json/read-json.ts'
import { type Line, linesOf } from './lines.ts'
import type { PastedValue, PasteProblem } from './pasted-answer.ts'

/** The first line that is not blank begins with a field of an event, or is a comment. */
export function looksLikeServerSentEvents(text: string): boolean {
  return /^\s*(?:data:|event:|id:|retry:|:)/.test(text.slice(0, 200))
}

/** An event that is being read. */
interface OpenEvent {
  name: string
  readonly data: Line[]
}

/**
 * Reads a text of server-sent events whose data is JSON. `[DONE]`, comments and blank data are skipped; the blank line after the
 * last event may be missing. https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function readServerSentEvents(text: string): readonly PastedValue[] | PasteProblem {
  const values: PastedValue[] = []
  let open: OpenEvent = { name: '', data: [] }
  for (const line of [...linesOf(text), END]) {
    if (line.text !== '') {
      const problem = readField(line, open)
      if (problem !== undefined) return problem
      continue
    }
    const read = readData(open)
    if (read !== undefined && 'kind' in read) return read
    if (read !== undefined) values.push(read)
    open = { name: '', data: [] }
  }
  return values
}

const END: Line = { text: '', from: 0, to: 0, line: 0 }

const IGNORED = new Set(['id', 'retry'])

function readField(line: Line, open: OpenEvent): PasteProblem | undefined {
  const { text, from, to } = line
  const colon = text.indexOf(':')
  if (colon === 0) return undefined
  const field = colon === -1 ? text : text.slice(0, colon)
  const start = text[colon + 1] === ' ' ? colon + 2 : colon + 1
  const value = colon === -1 ? '' : text.slice(start)
  if (field === 'event') open.name = value.trim()
  else if (field === 'data')
    open.data.push({ ...line, text: value, from: from + (colon === -1 ? text.length : start) })
  else if (!IGNORED.has(field))
    return {
      kind: 'problem',
      message: 'A line of server-sent events begins with data:, event: or a colon.',
      range: { from, to, line: line.line },
    }
  return undefined
}

function readData({ name, data }: OpenEvent): PastedValue | PasteProblem | undefined {
  const [first] = data
  const last = data.at(-1)
  const text = data.map((line) => line.text).join('\n')
  if (first === undefined || last === undefined || text.trim() === '' || text.trim() === '[DONE]')
    return undefined
  const read = readJson(text)
  const range = { from: first.from, to: last.to, line: first.line }
  if (read.ok) return { value: read.value, text, range, ...(name !== '' && { name }) }
  return {
    kind: 'problem',
    message: `The data of this event is no JSON. ${read.message}`,
    range: { ...range, line: first.line + read.line - 1 },
  }
}
