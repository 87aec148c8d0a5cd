import { isRecord } from '../internal/is-record.ts'
import { parseJSON } from '../internal/parse-json.ts'

/**
 * How far one event of a stream brings its reader. `none`: a sign of life. `start`: the answer begins, or a part of it, but nothing
 * of what it says is there. `content`: everything else, failures and ends among them.
 */
export type Progress = 'none' | 'start' | 'content'

/** Events that only keep a connection alive, by their `type`: Anthropic's `ping`, OpenAI's `keepalive`. */
const SIGNS_OF_LIFE: ReadonlySet<unknown> = new Set(['ping', 'keepalive', 'heartbeat'])

/** Events of the Responses and the Messages API that open an answer or a part of one. */
const OPENINGS: ReadonlySet<unknown> = new Set([
  'response.created',
  'response.queued',
  'response.in_progress',
  'response.content_part.added',
  'response.reasoning_summary_part.added',
  'message_start',
])

/** What opens without a word in it. A tool call or a search is content as soon as it is there. */
const WORDLESS_ITEMS: ReadonlySet<unknown> = new Set(['message', 'reasoning'])
const WORDLESS_BLOCKS: ReadonlySet<unknown> = new Set(['text', 'thinking'])

/** The progress of a server-sent event, by its data: of Chat Completions, Completions, Responses, Messages. */
export function eventProgress(data: string): Progress {
  if (data.trim() === '') return 'none'
  const event = parseJSON(data)
  return isRecord(event) ? progressOf(event) : 'content'
}

/** The progress of one event of an OpenAI-shaped or Anthropic-shaped stream. */
export function progressOf(event: Readonly<Record<string, unknown>>): Progress {
  const { type } = event
  if (SIGNS_OF_LIFE.has(type)) return 'none'
  if (OPENINGS.has(type)) return 'start'
  if (type === 'response.output_item.added') return opening(event['item'], WORDLESS_ITEMS)
  if (type === 'content_block_start') return opening(event['content_block'], WORDLESS_BLOCKS)
  if (type === 'content_block_delta' && isRecord(event['delta']))
    return saysSomething(event['delta'], 'start')
  if (typeof type === 'string' && event['delta'] === '') return 'start'
  return Array.isArray(event['choices']) ? chunkProgress(event, event['choices']) : 'content'
}

function opening(part: unknown, wordless: ReadonlySet<unknown>): Progress {
  return isRecord(part) && wordless.has(part['type']) && !hasText(part) ? 'start' : 'content'
}

function hasText({ text, thinking }: Readonly<Record<string, unknown>>): boolean {
  return !isEmpty(text) || !isEmpty(thinking)
}

/** A chunk with usage is the last one. One without choices tells of filters (Azure), or of nothing. */
function chunkProgress(chunk: Readonly<Record<string, unknown>>, choices: readonly unknown[]): Progress {
  if (!isEmpty(chunk['error']) || (choices.length === 0 && !isEmpty(chunk['usage']))) return 'content'
  const steps = choices.map(choiceProgress)
  if (steps.includes('content')) return 'content'
  return steps.includes('start') ? 'start' : 'none'
}

function choiceProgress(choice: unknown): Progress {
  if (!isRecord(choice)) return 'content'
  if (!isEmpty(choice['finish_reason']) || !isEmpty(choice['text'])) return 'content'
  const { delta } = choice
  if (!isRecord(delta)) return isEmpty(choice['message']) ? 'none' : 'content'
  return saysSomething(delta, 'role' in delta ? 'start' : 'none')
}

/** Whether a delta has anything besides its role or type. Gateways fill in what is not there with nothing. */
function saysSomething(delta: Readonly<Record<string, unknown>>, otherwise: Progress): Progress {
  const { role: _role, type: _type, ...rest } = delta
  return Object.values(rest).every(isEmpty) ? otherwise : 'content'
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return isRecord(value) && Object.values(value).every(isEmpty)
}
