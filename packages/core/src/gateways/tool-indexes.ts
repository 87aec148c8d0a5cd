import { mapEvents } from '../sse/map-events.ts'
import { isEventStream, withBody } from './answer.ts'
import { isRecord } from '../internal/is-record.ts'

type Item = Record<string, unknown>

/**
 * A streamed chat completion whose tool calls are counted from 0. bedrock-access-gateway gives them the number of their content block
 * less one, so that the first call of an answer without text has the index -1, which clients throw at. Chunks in which nothing
 * changes keep their bytes.
 *
 * https://github.com/aws-samples/bedrock-access-gateway/issues/247
 */
export function countToolCallsFromZero(response: Response): Response {
  if (!isEventStream(response) || response.body === null) return response
  return withBody(response, mapEvents(response.body, createChunkMapper()))
}

/** Each choice counts for itself: what comes first is 0. */
function createChunkMapper(): (chunk: unknown) => readonly unknown[] {
  const indexes = new Map<unknown, Map<unknown, number>>()
  return (chunk) => {
    if (!isRecord(chunk) || !Array.isArray(chunk['choices'])) return [chunk]
    const choices = chunk['choices'].map((choice: unknown) => {
      if (!isRecord(choice) || !isRecord(choice['delta'])) return choice
      const calls = choice['delta']['tool_calls']
      if (!Array.isArray(calls)) return choice
      const known = indexes.get(choice['index']) ?? new Map<unknown, number>()
      indexes.set(choice['index'], known)
      const counted = calls.map((call: unknown) => (isRecord(call) ? withIndex(call, known) : call))
      if (counted.every((call, position) => call === calls[position])) return choice
      return { ...choice, delta: { ...choice['delta'], tool_calls: counted } }
    })
    const isSame = choices.every((choice, position) => choice === (chunk['choices'] as unknown[])[position])
    return [isSame ? chunk : { ...chunk, choices }]
  }
}

function withIndex(call: Item, known: Map<unknown, number>): Item {
  const given = call['index']
  const index = known.get(given) ?? known.size
  known.set(given, index)
  return given === index ? call : { ...call, index }
}
