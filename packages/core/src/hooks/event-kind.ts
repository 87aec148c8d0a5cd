import { isRecord } from '../internal/is-record.ts'
import { progressOf } from '../policies/event-progress.ts'

type Members = Readonly<Record<string, unknown>>

/** Events that bring content, besides those of Chat Completions: deltas, calls and pictures as they begin. */
const CONTENT_TYPE =
  /^(?:content_block_(?:start|delta)|response\.output_item\.added|.*(?:\.delta|partial_image))$/s

/** Whether an event of any API has content: a part of a text, of reasoning or of a call, not a role, a heartbeat, an end or a failure. */
export function hasContent(event: Members): boolean {
  const { type, choices, contentBlockDelta, contentBlockStart } = event
  if (isRecord(contentBlockDelta)) return isRecord(contentBlockDelta['delta'])
  if (isRecord(contentBlockStart))
    return isRecord(contentBlockStart['start']) && Object.keys(contentBlockStart['start']).length > 0
  if (Array.isArray(choices)) {
    const unfinished = choices.map((choice: unknown) =>
      isRecord(choice) ? { ...choice, finish_reason: null } : {},
    )
    return choices.length > 0 && progressOf({ choices: unfinished }) === 'content'
  }
  return typeof type === 'string' && CONTENT_TYPE.test(type) && progressOf(event) === 'content'
}

/** The last event of an answer, by its type. A stream of Chat Completions ends with `[DONE]`, one of Converse with its connection. */
const LAST: ReadonlySet<unknown> = new Set(['message_stop', 'response.completed', 'response.incomplete'])

/** Whether nothing but the end of the connection follows. */
export function isLastEvent(event: Members): boolean {
  return LAST.has(event['type'])
}

/** What an event reports that says why the answer failed; `undefined` of any other event. */
export function failureOf(event: Members): unknown {
  const { type, error, object, response, choices } = event
  if (type === 'response.failed' && isRecord(response)) return response['error'] ?? response
  if (isRecord(error) || (typeof error === 'string' && error !== '')) return error
  if (type === 'error' || object === 'error') return event
  const ofChoice = Array.isArray(choices)
    ? choices.find((choice) => isRecord(choice) && isRecord(choice['error']))
    : undefined
  return isRecord(ofChoice) ? ofChoice['error'] : undefined
}

/** Members that later events have where they tell something: all others are not parsed. */
const TELLING = ['"usage"', '"finish_reason"', '"stop_reason"', '"error"', '"response"', '"message_stop"']

/** Whether the JSON of an event may tell more than another piece of content: a member with a value, or a text that looks like one. */
export function mayTell(json: string): boolean {
  return TELLING.some((member) => hasValue(json, member))
}

function hasValue(json: string, member: string): boolean {
  for (let at = json.indexOf(member); at !== -1; at = json.indexOf(member, at + 1)) {
    let next = at + member.length
    while (json.charCodeAt(next) <= 32) next += 1
    if (json[next] !== ':') {
      // A value: `"type": "message_stop"`.
      if (member === '"message_stop"' || member === '"error"') return true
      continue
    }
    next += 1
    while (json.charCodeAt(next) <= 32) next += 1
    if (json[next] !== 'n') return true
  }
  return false
}
