import { isRecord } from '../internal/is-record.ts'
import type { ObservedFacts } from './observation.ts'
import { readUsage } from './usage.ts'

type Members = Readonly<Record<string, unknown>>

/** What the parsed body of a whole answer tells: of Chat Completions, Completions, Embeddings, Responses, Messages, Images, Converse. */
export function factsOfAnswer(body: unknown): ObservedFacts {
  if (!isRecord(body)) return {}
  const { model, usage } = body
  return {
    responseModel: typeof model === 'string' && model !== '' ? model : undefined,
    usage: readUsage(usage),
    finishReasons: nonEmpty(finishReasonsOf(body)),
  }
}

/** States of a response that is not there yet. */
const UNFINISHED: ReadonlySet<unknown> = new Set(['queued', 'in_progress'])

function finishReasonsOf(body: Members): readonly unknown[] {
  const { choices, stop_reason, stopReason, object, status, incomplete_details } = body
  if (Array.isArray(choices))
    return choices.map((choice: unknown) => (isRecord(choice) ? choice['finish_reason'] : undefined))
  if (object === 'response' && UNFINISHED.has(status)) return []
  if (object === 'response')
    return [status === 'incomplete' && isRecord(incomplete_details) ? incomplete_details['reason'] : status]
  return [stop_reason ?? stopReason]
}

/** What one event of a stream tells, of the same APIs; `undefined` where that is nothing. */
export function factsOfEvent(event: Members): ObservedFacts | undefined {
  const { type, choices, message, response, metadata, messageStop, delta, usage } = event
  if (Array.isArray(choices)) return factsOfAnswer({ ...event, choices: choices.filter(isRecord) })
  if (isRecord(response))
    return type === 'response.created' ? pick(response, 'model') : factsOfAnswer(response)
  if (type === 'message_start' && isRecord(message)) return factsOfAnswer(message)
  if (type === 'message_delta') {
    const reason = isRecord(delta) ? delta['stop_reason'] : undefined
    return factsOfAnswer({ usage: usageOfDelta(usage), stop_reason: reason })
  }
  // Converse: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html
  if (isRecord(metadata)) return { usage: readUsage(metadata['usage']) }
  if (isRecord(messageStop)) return factsOfAnswer(messageStop)
  // Events of transcriptions and pictures.
  return isRecord(usage) ? { usage: readUsage(usage) } : undefined
}

/** Where it says nothing of a cache, the first event has told the input: with what came from a cache. */
function usageOfDelta(usage: unknown): unknown {
  if (!isRecord(usage) || 'cache_read_input_tokens' in usage || 'cache_creation_input_tokens' in usage)
    return usage
  const { input_tokens: _input, ...rest } = usage
  return rest
}

function pick(body: Members, name: 'model'): ObservedFacts {
  return factsOfAnswer({ [name]: body[name] })
}

function nonEmpty(reasons: readonly unknown[]): readonly string[] | undefined {
  const told = reasons.filter((reason): reason is string => typeof reason === 'string' && reason !== '')
  return told.length === 0 ? undefined : told
}
