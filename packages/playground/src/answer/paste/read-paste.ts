import type {
  AnswerProtocol,
  PastedAnswer,
  PastedEvent,
  PastedRange,
  PastedValue,
  PasteProblem,
  ReadPaste,
} from './pasted-answer.ts'
import { readBytes } from './read-bytes.ts'
import { readFrames } from './read-frames.ts'
import { readJsonValues } from './read-json-values.ts'
import { looksLikeServerSentEvents, readServerSentEvents } from './read-server-sent-events.ts'
import { recognize, recognizeMessage, type Recognized } from './recognize.ts'

/**
 * Reads an answer in the forms in which people have one: JSON, JSON lines, a JSON array of events, server-sent events, or the bytes of
 * an event stream as base64 or as a dump.
 */
export function readPaste(text: string): ReadPaste {
  if (text.trim() === '') return { kind: 'empty' }
  if (looksLikeServerSentEvents(text)) return fromValues(readServerSentEvents(text), 'server-sent events')
  const [first] = text.trimStart()
  if ((first === '{' || first === '[') && readBytes(text) === undefined) {
    const read = readJsonValues(text)
    return read.kind === 'problem' ? read : fromValues(read.values, read.form)
  }
  return fromBytes(text) ?? fromErrorLine(text) ?? noAnswer(text)
}

function fromValues(values: readonly PastedValue[] | PasteProblem, form: string): ReadPaste {
  if ('kind' in values) return values
  const found: { readonly recognized: Recognized; readonly range: PastedRange | undefined }[] = []
  for (const pasted of values) {
    const recognized = recognize(pasted)
    if (typeof recognized === 'string') return problem(recognized, pasted.range)
    found.push({ recognized, range: pasted.range })
  }
  return toAnswer(found, form)
}

/** What all events have in common is the protocol of the answer. */
function toAnswer(
  found: readonly { readonly recognized: Recognized; readonly range?: PastedRange | undefined }[],
  form: string,
  broken?: string,
): ReadPaste {
  const protocol = protocolOf(found.map(({ recognized }) => recognized))
  const events: PastedEvent[] = []
  for (const { recognized, range } of found) {
    if (recognized.protocol !== 'any' && recognized.protocol !== protocol)
      return problem(
        `An event of ${NAMES[recognized.protocol]} in an answer of ${NAMES[protocol]}: all events must be of one answer.`,
        range,
      )
    if (recognized.isWhole && found.length > 1)
      return problem('A whole answer among others: paste one answer, or the events of one stream.', range)
    const { label, shown, content } = recognized
    events.push({ label, shown, content, ...(range !== undefined && { range }) })
  }
  if (events.length === 0) return problem('There is no event in it.', undefined)
  const isWhole = found.some(({ recognized }) => recognized.isWhole)
  const answer: PastedAnswer = { protocol, form, isWhole, events, ...(broken !== undefined && { broken }) }
  return { kind: 'answer', answer }
}

/** What protocols are called. */
const NAMES: Readonly<Record<AnswerProtocol, string>> = {
  converse: 'Converse',
  claude: 'Claude',
  responses: 'Responses',
  'chat-completions': 'Chat Completions',
}

/** A failure alone is one of Bedrock's, unless its form is OpenAI's. */
function protocolOf(found: readonly Recognized[]): AnswerProtocol {
  const said = found.find(({ protocol }) => protocol !== 'any')?.protocol
  if (said !== undefined && said !== 'any') return said
  if (found.every(({ content }) => content.kind === 'failure')) return 'converse'
  return found.some(({ shown }) => (shown as { type?: unknown }).type === 'error')
    ? 'claude'
    : 'chat-completions'
}

function fromBytes(text: string): ReadPaste | undefined {
  const pasted = readBytes(text)
  if (pasted === undefined) return undefined
  const inner = textOf(pasted.bytes)
  if (inner !== undefined) return withoutRanges(readPaste(inner))
  const { messages, broken } = readFrames(pasted.bytes)
  if (messages.length === 0)
    return problem(`These bytes (${pasted.form}) are no event stream. ${broken ?? ''}`.trim(), undefined)
  const found: { readonly recognized: Recognized }[] = []
  for (const [index, message] of messages.entries()) {
    const recognized = recognizeMessage(message)
    if (recognized === undefined)
      return problem(
        `Frame ${index + 1} holds no event of Converse or Claude: streams of other models’ own formats are read by Converse.`,
        undefined,
      )
    found.push({ recognized })
  }
  return toAnswer(found, `an event stream, ${pasted.form}`, broken)
}

/** Bytes that are a text of events themselves, as the body in a recording may be; frames begin with a zero. */
function textOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0) return undefined
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return /^\s*[[{]/.test(text.slice(0, 50)) || looksLikeServerSentEvents(text) ? text : undefined
  } catch {
    return undefined
  }
}

/** Lines of a decoded text are none that the reader sees. */
function withoutRanges(read: ReadPaste): ReadPaste {
  if (read.kind === 'problem') return { kind: 'problem', message: read.message }
  if (read.kind === 'empty') return read
  const events = read.answer.events.map(({ range: _range, ...event }) => event)
  return { kind: 'answer', answer: { ...read.answer, events } }
}

/** What the AWS CLI and boto3 print for an error. */
const ERROR_LINE = /An error occurred \((\w+)\) when calling the \w+ operation(?: \([^)]*\))?: ([^\n]*)/

function fromErrorLine(text: string): ReadPaste | undefined {
  const [, type, message] = ERROR_LINE.exec(text) ?? []
  if (type === undefined || message === undefined) return undefined
  const recognized = recognizeMessage({ kind: 'failure', type, message })
  return recognized === undefined ? undefined : toAnswer([{ recognized }], 'an error of the AWS CLI or boto3')
}

function noAnswer(text: string): PasteProblem {
  const from = text.length - text.trimStart().length
  const line = text.slice(0, from).split('\n').length
  const isBinary = text.includes(':event-type') || text.includes('\u0000')
  return problem(
    isBinary
      ? 'The bytes of an event stream do not survive as text: paste them as base64 (base64 file) or as a dump (xxd file).'
      : 'This is no answer: paste JSON, JSON lines, server-sent events, or an event stream as base64 or as a hex dump.',
    { from, to: from + 1, line },
  )
}

function problem(message: string, range: PastedRange | undefined): PasteProblem {
  return { kind: 'problem', message, ...(range !== undefined && { range }) }
}
