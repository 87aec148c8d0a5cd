import type { ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import type { Warning } from '@patchbay/core'
import {
  createConverseStream,
  createConverseStreamFromResponses,
  toChatCompletionRequest,
  toConverseFromResponse,
  toConverseResponse,
  toResponsesRequest,
  type ConverseRequest,
  type ModelFacts,
  type StreamTranslator,
  type Translated,
  type Way,
} from '@patchbay/translator'

import { mapJson } from '../../backend/service-answer.ts'
import { withinDepth } from '../../backend/within-depth.ts'
import { readEventData } from '../ways/read-event-data.ts'
import type { Upstream } from './upstream.ts'

/** One of OpenAI's APIs, as what a conversation of Converse's is translated to. */
interface OpenAIApi {
  readonly toRequest: () => Translated<object>
  readonly toAnswer: (json: unknown) => Translated<ConverseResponse>
  readonly createStream: () => StreamTranslator<unknown, ConverseStreamOutput>
}

/** Responses or Chat Completions, for models that Converse does not have. */
export function byOpenAI(way: Way, input: ConverseRequest, model: ModelFacts, stream: boolean): Upstream {
  const api = way.api === 'responses' ? responsesApi(way, input, model) : chatApi(way, input)
  const { value, warnings } = withinDepth(() => api.toRequest())
  const asked = stream && way.api === 'chat-completions' ? { stream_options: { include_usage: true } } : {}
  return {
    warnings,
    call: (streamed) => ({
      service: way.host === 'mantle' ? 'bedrock-mantle' : 'bedrock-runtime',
      path: way.path,
      accept: streamed ? 'text/event-stream' : 'application/json',
      body: withinDepth(() => JSON.stringify(streamed ? { ...value, ...asked, stream: true } : value)),
    }),
    readAnswer: (answer, map) => mapJson(answer, ({ json }) => map(withinDepth(() => api.toAnswer(json)))),
    readStream: (answer, translator, onWarnings) =>
      readEventData(answer.body, chain(api.createStream(), translator, onWarnings)),
  }
}

function responsesApi(way: Way, input: ConverseRequest, model: ModelFacts): OpenAIApi {
  const { family, reasoning } = model.capabilities
  const facts = { family }
  return {
    toRequest: () =>
      toResponsesRequest(input, {
        model: way.modelId,
        family,
        ...(reasoning === 'none' ? {} : { encryptedReasoning: true }),
      }),
    toAnswer: (json) => toConverseFromResponse(json, facts),
    createStream: () => createConverseStreamFromResponses(facts),
  }
}

function chatApi(way: Way, input: ConverseRequest): OpenAIApi {
  return {
    toRequest: () =>
      toChatCompletionRequest(input, { model: way.modelId, metadata: false, checksStrict: true }),
    toAnswer: (json) => toConverseResponse(json as Parameters<typeof toConverseResponse>[0]),
    createStream: createConverseStream,
  }
}

/** An upstream's events through Converse's to those of the caller's protocol. */
function chain<Chunk>(
  first: StreamTranslator<unknown, ConverseStreamOutput>,
  second: StreamTranslator<ConverseStreamOutput, Chunk>,
  onWarnings: (warnings: readonly Warning[]) => void,
): { push: (event: unknown) => Chunk[]; end: () => Chunk[] } {
  const through = (events: readonly ConverseStreamOutput[]) => events.flatMap((event) => second.push(event))
  return {
    push: (event) => through(first.push(event)),
    end() {
      const last = [...through(first.end()), ...second.end()]
      onWarnings([...(first.warnings?.() ?? []), ...(second.warnings?.() ?? [])])
      return last
    },
  }
}
