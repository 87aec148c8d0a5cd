import { isRecord, type Observation, type ObservedFacts, parseJSON } from '@patchbay/core'
import type { HttpResponse, Result } from '../smithy.ts'
import { readInvocationBody } from './invocation-body.ts'

type Usage = NonNullable<ObservedFacts['usage']>

/** Answers of models that are longer are not parsed for what they may tell: embeddings, pictures. */
const LONGEST = 1_048_576

/** What the caller is given, in an invocation the model's own JSON. */
export function contentOf(command: string, output: Readonly<Record<string, unknown>>): unknown {
  return command === 'InvokeModelCommand' ? readInvocationBody(output['body']) : output
}

/** The same of one event of a stream. */
export function contentOfEvent(event: unknown): unknown {
  const bytes = bytesOf(event)
  return bytes === undefined ? event : readInvocationBody(bytes)
}

function bytesOf(event: unknown): Uint8Array | undefined {
  const bytes = isRecord(event) && isRecord(event['chunk']) ? event['chunk']['bytes'] : undefined
  return bytes instanceof Uint8Array ? bytes : undefined
}

/** Tells of a whole output. */
export function tellAnswer(observation: Observation, command: string, { output, response }: Result): void {
  if (command !== 'InvokeModelCommand') return observation.answer(output)
  const { body } = (output ?? {}) as { body?: unknown }
  const answer = body instanceof Uint8Array && body.length <= LONGEST ? readInvocationBody(body) : undefined
  observation.answer(answer)
  if (isRecord(answer) && isRecord(answer['usage'])) return
  observation.report({ usage: usageInHeaders(response as HttpResponse | undefined) })
}

/**
 * What Bedrock counts for every model.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-invoke.html
 */
function usageInHeaders(response: HttpResponse | undefined): Usage {
  const headers = response?.headers ?? {}
  const count = (name: string): string | undefined => headers[`x-amzn-bedrock-${name}-token-count`]
  return toUsage({
    input: count('input'),
    output: count('output'),
    cacheRead: count('cache-read-input'),
    cacheWrite: count('cache-write-input'),
  })
}

/** In the last event of an invocation's stream, whichever model it is of. */
const METRICS = 'amazon-bedrock-invocationMetrics'

/** Members of events that every observation can read: those of Messages, Chat Completions, and Converse. */
const KNOWN = ['type', 'choices', 'messageStart', 'contentBlockStart', 'contentBlockDelta'] as const

/** Makes what tells of the events of one output's stream. An invocation's are the model's own JSON, as bytes. */
export function createEventTeller(observation: Observation): (event: unknown) => void {
  let hasBegun = false
  let hasUsage = false
  return (event) => {
    const bytes = bytesOf(event)
    if (bytes === undefined) return observation.event(event)
    const text = new TextDecoder().decode(bytes)
    const isLast = text.includes(METRICS)
    hasUsage ||= text.includes('"usage"')
    const value = hasBegun && !isLast ? undefined : parseJSON(text)
    if (isRecord(value) && !hasBegun) {
      hasBegun = true
      if (!KNOWN.some((member) => member in value)) observation.firstToken()
    }
    if (isLast && isRecord(value)) observation.report(factsOfLast(value, hasUsage))
    observation.event(value ?? text)
  }
}

/** What the model's own events have counted counts cached tokens apart. */
function factsOfLast(event: Readonly<Record<string, unknown>>, hasUsage: boolean): ObservedFacts {
  const metrics = isRecord(event[METRICS]) ? event[METRICS] : {}
  const usage = toUsage({
    input: metrics['inputTokenCount'],
    output: metrics['outputTokenCount'],
    cacheRead: metrics['cacheReadInputTokenCount'],
    cacheWrite: metrics['cacheWriteInputTokenCount'],
  })
  // Llama's, Titan's, Cohere's.
  const reason = event['stop_reason'] ?? event['completionReason'] ?? event['finish_reason']
  return {
    ...(!hasUsage && { usage }),
    ...(typeof reason === 'string' && { finishReasons: [reason] }),
  }
}

/** Bedrock counts cached tokens beside the input. */
function toUsage(counts: Readonly<Record<'input' | 'output' | 'cacheRead' | 'cacheWrite', unknown>>): Usage {
  const [input, output, cacheReadTokens, cacheWriteTokens] = [
    toCount(counts.input),
    toCount(counts.output),
    toCount(counts.cacheRead),
    toCount(counts.cacheWrite),
  ]
  return {
    inputTokens: input === undefined ? undefined : input + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0),
    outputTokens: output,
    cacheReadTokens,
    cacheWriteTokens,
  }
}

function toCount(value: unknown): number | undefined {
  const count = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined
}
