import type { BedrockError } from '@patchbay/translator'

/** Which protocol an answer was pasted in. */
export type AnswerProtocol = 'converse' | 'claude' | 'responses' | 'chat-completions'

/** A part of the pasted text: offsets in UTF-16 units, `to` is behind its end; `line` counts from 1. */
export interface PastedRange {
  readonly from: number
  readonly to: number
  readonly line: number
}

/**
 * What an event says, or a failure that the service reported in mid-stream. The value of an event of Converse is `{ type, payload }`, that
 * of a whole answer `{ json, text }`; others are the event's JSON.
 */
export type EventContent =
  | { readonly kind: 'event'; readonly value: unknown }
  | { readonly kind: 'failure'; readonly error: BedrockError }

/** One event of a pasted answer. */
export interface PastedEvent {
  /** What kind of event it is, e.g. `contentBlockDelta`. */
  readonly label: string
  /** Its JSON, for the reader. */
  readonly shown: unknown
  readonly content: EventContent
  /** Where it was pasted; absent where events have no lines of their own, as in bytes. */
  readonly range?: PastedRange
}

/** A whole answer, or the events of a stream. */
export interface PastedAnswer {
  readonly protocol: AnswerProtocol
  /** In which form it was pasted, in words. */
  readonly form: string
  /** The one event of a whole answer is that answer. */
  readonly isWhole: boolean
  readonly events: readonly PastedEvent[]
  /** What is wrong with the bytes behind the last event. */
  readonly broken?: string
}

/** Why a text is no answer, in words for its author. */
export interface PasteProblem {
  readonly kind: 'problem'
  readonly message: string
  /** Absent where no line is more at fault than others. */
  readonly range?: PastedRange
}

/** What became of a pasted text. */
export type ReadPaste =
  | { readonly kind: 'empty' }
  | { readonly kind: 'answer'; readonly answer: PastedAnswer }
  | PasteProblem

/** A JSON value of a pasted text, with the name that a server-sent event gave it. */
export interface PastedValue {
  readonly value: unknown
  readonly name?: string
  /** The JSON as it was pasted: numbers that JavaScript cannot hold are read from it. */
  readonly text: string
  readonly range?: PastedRange
}
