import type { Answer } from '../model-simulator/prompt.ts'
import type { GatewayError } from './gateway-reply.ts'

/** An answer of an OpenAI-compatible backend: whole, and as the events of a stream where it has one. */
export interface OpenAIAnswer {
  readonly body: unknown
  /** `undefined`: this endpoint does not stream. */
  readonly events?: readonly unknown[]
  /** `data: [DONE]` ends the stream (chat completions and completions, not responses). */
  readonly done?: boolean
}

/** An answer of the default backend, or the error that it gives. */
export type BackendAnswer = OpenAIAnswer | { readonly error: GatewayError }

/** What an answer may use: nothing else decides it. */
export interface OpenAIRequest {
  readonly body: Readonly<Record<string, unknown>>
  /** Words that a script has put into the model's mouth. */
  readonly text?: string | undefined
  /** More than words. */
  readonly said?: Answer | undefined
}

/** Seconds since the epoch in every answer: deterministic. */
export const CREATED = 1_767_225_600

export const modelOf = (body: Readonly<Record<string, unknown>>): string =>
  typeof body['model'] === 'string' ? body['model'] : 'patchbay-testing'

/** Pieces of a text, cut by code point. */
export const pieces = (text: string): string[] => text.match(/.{1,12}/gsu) ?? []

/** A model that says these words and nothing else. */
export const saying = (text: string): Answer => ({
  reasoning: undefined,
  text,
  toolCalls: [],
  stopReason: 'end_turn',
})
