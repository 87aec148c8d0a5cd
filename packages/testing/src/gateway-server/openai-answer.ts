/** An answer of an OpenAI-compatible backend: whole, and as the events of a stream where it has one. */
export interface OpenAIAnswer {
  readonly body: unknown
  /** `undefined`: this endpoint does not stream. */
  readonly events?: readonly unknown[]
  /** `data: [DONE]` ends the stream (chat completions and completions, not responses). */
  readonly done?: boolean
}

/** What an answer may use: nothing else decides it. */
export interface OpenAIRequest {
  readonly body: Readonly<Record<string, unknown>>
  /** Words that a script has put into the model's mouth. */
  readonly text: string | undefined
}

/** Seconds since the epoch in every answer: deterministic. */
export const CREATED = 1_767_225_600

export const modelOf = (body: Readonly<Record<string, unknown>>): string =>
  typeof body['model'] === 'string' ? body['model'] : 'patchbay-testing'

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Pieces of a text, cut by code point. */
export const pieces = (text: string): string[] => text.match(/.{1,12}/gsu) ?? []
