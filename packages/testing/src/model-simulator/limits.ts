import type { Answer } from './prompt.ts'

const CHARACTERS_PER_TOKEN = 4

/** Tokens as this stand-in counts them: one for every four characters, at least one for any text. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN)
}

/** Cuts a text at the first stop sequence and at the most tokens, whichever comes first. */
export function limited(
  text: string,
  stopSequences: readonly string[],
  maxTokens: number | undefined,
): { readonly text: string; readonly stopReason: Answer['stopReason'] } {
  const stops = stopSequences.map((sequence) => text.indexOf(sequence)).filter((index) => index !== -1)
  const stop = Math.min(...stops, Infinity)
  const most = maxTokens === undefined ? Infinity : maxTokens * CHARACTERS_PER_TOKEN
  if (stop <= most && stop < Infinity) return { text: text.slice(0, stop), stopReason: 'stop_sequence' }
  if (text.length > most) return { text: text.slice(0, most), stopReason: 'max_tokens' }
  return { text, stopReason: 'end_turn' }
}
