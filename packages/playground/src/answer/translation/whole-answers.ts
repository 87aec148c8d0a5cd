import type { ConverseResponse } from '@aws-sdk/client-bedrock-runtime'
import type { Warning } from '@patchbay/core'
import {
  readConverseAnswer,
  restoreClaudeAnswer,
  toChatCompletion,
  toChatCompletionChunks,
  toConverseFromResponse,
  toConverseJson,
  toConverseResponse,
  toMessage,
  toMessageEvents,
  toResponse,
  type Translated,
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
import { familyOf } from './streams.ts'

/** A whole answer as it is pasted: its JSON, parsed, and as it was written. */
interface WholeAnswer {
  readonly json: unknown
  readonly text: string
}

/** A translated answer, and the same as the events of a stream, from which the view puts it together. */
export interface TranslatedWhole {
  readonly body: unknown
  readonly events: readonly unknown[]
  readonly warnings: readonly Warning[]
}

/** @throws TranslationError for what is no answer, and for a failure that it reports */
export function translateWhole(
  protocol: AnswerProtocol,
  client: ClientProtocol,
  answer: WholeAnswer,
  settings: AnswerSettings,
): TranslatedWhole {
  if (protocol === 'claude') {
    const body = JSON.parse(restoreClaudeAnswer(answer.text, new Map())) as ClaudeAnswer
    return { body, events: eventsOf(body), warnings: [] }
  }
  const { value, warnings } = SOURCES[protocol](answer, settings)
  const translated = CLIENTS[client](value, settings)
  return { ...translated, warnings: [...warnings, ...translated.warnings] }
}

type ClaudeAnswer = Parameters<typeof toMessageEvents>[0]

/** None of an answer that has not the members of one: it goes on as it was pasted, and nothing of it can be put together. */
function eventsOf(body: ClaudeAnswer): readonly unknown[] {
  try {
    return toMessageEvents(body)
  } catch (error) {
    if (error instanceof TypeError) return []
    throw error
  }
}

type Source = (answer: WholeAnswer, settings: AnswerSettings) => Translated<Partial<ConverseResponse>>

const SOURCES: Readonly<Record<Exclude<AnswerProtocol, 'claude'>, Source>> = {
  converse: ({ json, text }) => ({ value: readConverseAnswer(json, text), warnings: [] }),
  'chat-completions': ({ json }) => toConverseResponse(json as Parameters<typeof toConverseResponse>[0]),
  responses: ({ json }, { model }) => toConverseFromResponse(json, { family: familyOf(model) }),
}

type Client = (answer: Partial<ConverseResponse>, settings: AnswerSettings) => TranslatedWhole

const CLIENTS: Readonly<Record<ClientProtocol, Client>> = {
  'chat-completions': (answer, settings) => {
    const context = toContext('chatcmpl-', settings)
    const { value: body, warnings } = toChatCompletion(answer, toChatContext(settings, context), context)
    return { body, warnings, events: toChatCompletionChunks(body, { includeUsage: true }) }
  },
  responses: (answer, settings) => {
    const context = toContext('resp_', settings)
    const { value, warnings } = toResponse(answer, toResponsesContext(settings, context), context)
    return { body: value.response, warnings, events: value.events }
  },
  messages: (answer, settings) => {
    const context = toContext('msg_', settings)
    const { value: body, warnings } = toMessage(answer, toMessagesContext(settings, context), context)
    return { body, warnings, events: toMessageEvents(body) }
  },
  converse: (answer) => {
    const body = toConverseJson(answer)
    return { body, warnings: [], events: [body] }
  },
}
