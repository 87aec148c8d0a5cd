import { isObject, type JsonObject } from '../../json-shape.ts'

/** A tool call of a whole answer, or the part of one in a delta, whatever the backend leaves out. */
export interface AnswerCall {
  readonly index: number | undefined
  readonly id: string
  readonly name: string
  /** JSON, or a piece of it. */
  readonly arguments: string
}

/**
 * The calls in `tool_calls`, and the one in the legacy `function_call`. Some backends leave out `type`, `id` or `index`, and
 * some give the arguments as an object (Ollama's native shape): https://github.com/ollama/ollama/blob/main/docs/api.md
 */
export function readAnswerCalls(message: {
  readonly tool_calls?: unknown
  readonly function_call?: unknown
}): AnswerCall[] {
  const { tool_calls: calls, function_call: legacy } = message
  const read = (Array.isArray(calls) ? calls : []).flatMap((call: unknown): AnswerCall[] => {
    if (!isObject(call) || !isObject(call['function'])) return []
    const { index, id } = call
    return [toCall(call['function'], typeof index === 'number' ? index : undefined, id)]
  })
  return isObject(legacy) ? [...read, toCall(legacy, 0, undefined)] : read
}

function toCall(described: JsonObject, index: number | undefined, id: unknown): AnswerCall {
  const { name, arguments: given } = described
  return {
    index,
    id: typeof id === 'string' ? id : '',
    name: typeof name === 'string' ? name : '',
    arguments: toArguments(given),
  }
}

function toArguments(given: unknown): string {
  if (typeof given === 'string') return given
  return given === undefined || given === null ? '' : JSON.stringify(given)
}
