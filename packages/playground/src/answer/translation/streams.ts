import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import {
  createChatCompletionStream,
  createClaudeRestorer,
  createConverseStream,
  createConverseStreamFromResponses,
  createMessageStream,
  createResponseStream,
  describeModel,
  readConverseEvent,
  type StreamTranslator,
  toConverseJson,
  TranslationError,
} from '@patchbay/translator'

import type { AnswerProtocol } from '../paste/pasted-answer.ts'
import type { ClientProtocol } from './clients.ts'
import {
  type AnswerSettings,
  toChatContext,
  toContext,
  toMessagesContext,
  toResponsesContext,
} from './contexts.ts'

/** A translator of a stream, whatever it is pasted in and whoever it is for. */
export type AnyStream = StreamTranslator<unknown, unknown>

/** The translator's own streams: what was pasted through the events of Converse to those of the client. */
export function createStream(
  protocol: AnswerProtocol,
  client: ClientProtocol,
  settings: AnswerSettings,
): AnyStream {
  if (protocol === 'claude') return passClaude()
  return chain(SOURCES[protocol](settings), CLIENTS[client](settings))
}

/** Pasted events → Converse. */
const SOURCES: Readonly<
  Record<
    Exclude<AnswerProtocol, 'claude'>,
    (settings: AnswerSettings) => StreamTranslator<unknown, ConverseStreamOutput>
  >
> = {
  converse: () => ({
    push: (event) => {
      const { type, payload } = event as { type: string; payload: unknown }
      return [readConverseEvent(type, payload)]
    },
    end: () => [],
  }),
  'chat-completions': () => createConverseStream(),
  responses: ({ model }) => createConverseStreamFromResponses({ family: familyOf(model) }),
}

/** Converse → what the client reads. */
const CLIENTS: Readonly<
  Record<ClientProtocol, (settings: AnswerSettings) => StreamTranslator<ConverseStreamOutput, unknown>>
> = {
  'chat-completions': (settings) => {
    const context = toContext('chatcmpl-', settings)
    return createChatCompletionStream(toChatContext(settings, context), context)
  },
  responses: (settings) => {
    const context = toContext('resp_', settings)
    return createResponseStream(toResponsesContext(settings, context), context)
  },
  messages: (settings) => {
    const context = toContext('msg_', settings)
    return createMessageStream(toMessagesContext(settings, context), context)
  },
  converse: () => ({ push: (event) => [toConverseJson(event)], end: () => [] }),
}

/** Only the family of the model takes its encrypted reasoning back. */
export function familyOf(model: string): string {
  return describeModel(model).capabilities.family
}

function chain(
  first: StreamTranslator<unknown, ConverseStreamOutput>,
  second: StreamTranslator<ConverseStreamOutput, unknown>,
): AnyStream {
  const through = (events: readonly ConverseStreamOutput[]) => events.flatMap((event) => second.push(event))
  return {
    push: (event) => through(first.push(event)),
    end: () => [...through(first.end()), ...second.end()],
    warnings: () => [...(first.warnings?.() ?? []), ...(second.warnings?.() ?? [])],
  }
}

/** Claude's own events go on as they are; no tool has other names here. */
function passClaude(): AnyStream {
  const restore = createClaudeRestorer(new Map())
  let isEnded = false
  return {
    push: (event) => {
      const { type } = event as { type: string }
      if (type === 'message_stop' || type === 'error') isEnded = true
      return restore({ type, json: JSON.stringify(event) }).map(({ json }): unknown => JSON.parse(json))
    },
    end: () => {
      if (isEnded) return []
      throw new TranslationError('The stream from Bedrock ended before the answer was complete.', {
        status: 502,
        type: 'server_error',
        code: 'stream_truncated',
      })
    },
  }
}
