import { textResponse, type Warning } from '@patchbay/core'
import {
  createClaudeRestorer,
  createNativeReasoning,
  decodeBase64,
  encodeBase64,
  encodeModelId,
  restoreClaudeAnswer,
  stringifyMessages,
  toCountedModel,
  type ClaudeBody,
  type ClaudeEvent,
} from '@patchbay/translator'

import { REASONING_ORIGINS } from '../../backend/context.ts'
import { readFrames, type FrameTranslator } from '../../backend/read-frames.ts'
import { warningHeaders } from '../../backend/report-warnings.ts'
import { readJson, requireStream } from '../../backend/service-answer.ts'
import { withinDepth } from '../../backend/within-depth.ts'
import { passedHeaders } from '../../backend/passed-headers.ts'
import { RequestFailure } from '../../request-failure.ts'
import { namedEvent } from '../../server-sent-events.ts'
import { callCountTokens, type TokenCount } from '../conversation/count-tokens.ts'
import { eventAnswer } from '../conversation/event-answer.ts'
import type { Conversation } from '../conversation/pipeline.ts'
import type { ConversationProtocol } from '../conversation/protocol.ts'
import type { JsonBody } from '../read-body.ts'
import { forwardedHeaders } from '../ways/forwarded-headers.ts'

/** Those of Anthropic's and OpenAI's APIs; what they say stands in the body. */
const FOREIGN_HEADERS = ['anthropic-version', 'anthropic-beta', 'anthropic-workspace', 'openai-project']

/**
 * Claude's own protocol: by InvokeModel and InvokeModelWithResponseStream. Answers are untouched, but for the properties of calls
 * that had to have other names.
 *
 * @param translated - the body of InvokeModel: see `toClaudeBody`
 */
export async function serveClaude(
  { request, services, resolved, stream }: Conversation,
  { value: body, warnings, propertyNames }: ClaudeBody,
  { eventFormat, toFailureEvent }: Pick<ConversationProtocol<never, never>, 'eventFormat' | 'toFailureEvent'>,
): Promise<Response> {
  const { id } = resolved.facts
  const answer = await services.call(
    {
      service: 'bedrock-runtime',
      method: 'POST',
      path: `/model/${encodeModelId(id)}/${stream ? 'invoke-with-response-stream' : 'invoke'}`,
      accept: stream ? 'application/vnd.amazon.eventstream' : 'application/json',
      // Guardrails, tiers and metadata: InvokeModel reads them by the same names.
      headers: forwardedHeaders(request.headers, FOREIGN_HEADERS),
      body: withinDepth(() => stringifyMessages(body)),
      model: id,
    },
    request,
  )
  const headers = { ...passedHeaders(answer, 'request-id'), ...warningHeaders(warnings) }
  const { observation } = request
  const { observe: note } = createNativeReasoning(resolved.facts.capabilities.family, REASONING_ORIGINS)
  const observe = (json: string): void => {
    note(json)
    observation?.event(json)
  }
  if (stream) {
    await requireStream(answer)
    const text = ({ type, json }: ClaudeEvent) => namedEvent(type, json)
    const format = { ...eventFormat, text }
    const source = readFrames(answer.body, claudeEvents(createClaudeRestorer(propertyNames), observe))
    return eventAnswer(
      { eventFormat: format, ...(toFailureEvent && { toFailureEvent }) },
      source,
      request,
      headers,
    )
  }
  const { json, text } = await readJson(answer)
  note(text)
  observation?.answer(json)
  return textResponse(restoreClaudeAnswer(text, propertyNames), {
    headers: { 'content-type': 'application/json', ...headers },
  })
}

/** Counts by CountTokens, which takes the request as InvokeModel would. */
export async function countClaudeTokens(
  { request, services, resolved }: Conversation,
  body: JsonBody,
  warnings: readonly Warning[],
): Promise<TokenCount> {
  const { id } = resolved.facts
  const counted = {
    id,
    modelId: toCountedModel(resolved.foundationModel ?? id),
    body: { input: toCountInput(body) },
  }
  const { inputTokens, headers } = await callCountTokens(counted, request, services, 'request-id')
  return { inputTokens, headers: { ...headers, ...warningHeaders(warnings) } }
}

/** A count's request names no limit of the answer, without which Claude takes no body. */
function toCountInput(body: JsonBody): object {
  const thinking = body['thinking']
  const budget =
    typeof thinking === 'object' && thinking !== null && 'budget_tokens' in thinking
      ? thinking.budget_tokens
      : 0
  const complete = { max_tokens: (typeof budget === 'number' ? budget : 0) + 1, ...body }
  const text = withinDepth(() => JSON.stringify(complete))
  return { invokeModel: { body: encodeBase64(new TextEncoder().encode(text)) } }
}

/**
 * The chunks of InvokeModelWithResponseStream, whose bytes are Anthropic's own events already: their text goes on as it is,
 * under the name that its `type` says.
 */
function claudeEvents(
  restore: (event: ClaudeEvent) => readonly ClaudeEvent[],
  observe: (json: string) => void,
): FrameTranslator<ClaudeEvent> {
  let stopped = false
  return {
    push(kind, payload) {
      const json = kind === 'chunk' ? chunkText(payload) : undefined
      if (json === undefined) return []
      const type = readType(json)
      observe(json)
      if (type === 'message_stop' || type === 'error') stopped = true
      return [...restore({ type, json })]
    },
    end() {
      if (stopped) return []
      throw new RequestFailure('The stream from Bedrock ended before the answer was complete.', {
        status: 502,
        type: 'server_error',
        code: 'stream_truncated',
      })
    },
  }
}

const decoder = new TextDecoder()

function chunkText(payload: unknown): string | undefined {
  const bytes =
    typeof payload === 'object' && payload !== null && 'bytes' in payload ? payload.bytes : undefined
  const decoded = typeof bytes === 'string' ? decodeBase64(bytes) : undefined
  return decoded === undefined ? undefined : decoder.decode(decoded)
}

function readType(json: string): string {
  try {
    const { type } = JSON.parse(json) as { type?: unknown }
    if (typeof type === 'string') return type
  } catch {
    // Said below.
  }
  throw new RequestFailure('A chunk of the stream from Bedrock is no event of the Messages API.', {
    status: 502,
    type: 'server_error',
    code: 'malformed_event_stream',
  })
}
