import type { HookEvent } from '@patchbay/core'
import { ATTRIBUTE } from './attribute-names.ts'
import { type Attributes, withoutGaps } from './attributes.ts'
import { chatRequest, choices, chunks, promptRequest } from './content/chat-completions.ts'
import { converseAnswer, converseEvents, converseRequest } from './content/converse.ts'
import { type Content, members, type Message, text } from './content/message.ts'
import { messageAnswer, messageEvents, messagesRequest } from './content/messages.ts'
import { responseAnswer, responseEvents, responsesRequest } from './content/responses.ts'

/**
 * What was said in a request, in the form of the conventions' JSON schemas, each attribute as a text of JSON: spans of every
 * version of OpenTelemetry take that. Nothing where the event has no bodies.
 *
 * https://github.com/open-telemetry/semantic-conventions-genai/blob/v0.1.0/docs/gen-ai/gen-ai-spans.md#recording-content-on-attributes
 */
export function contentAttributes(event: HookEvent): Attributes {
  const { instructions, messages, tools } = readRequest(event)
  return withoutGaps({
    [ATTRIBUTE.systemInstructions]: toJSON(instructions),
    [ATTRIBUTE.inputMessages]: toJSON(messages),
    [ATTRIBUTE.toolDefinitions]: toJSON(tools),
    [ATTRIBUTE.outputMessages]: toJSON(readAnswer(event.responseBody)),
  })
}

type ReadRequest = (body: Readonly<Record<string, unknown>>) => Content

/** What a caller's body is, by operation. Of embeddings and pictures the conventions record nothing. */
const REQUESTS: Readonly<Record<string, ReadRequest>> = {
  chat: chatRequest,
  completions: promptRequest,
  responses: responsesRequest,
  messages: messagesRequest,
  converse: converseRequest,
  invoke_model: invocationRequest,
}

function readRequest({ operation, requestBody }: HookEvent): Content {
  const read = Object.hasOwn(REQUESTS, operation) ? REQUESTS[operation] : undefined
  return read === undefined || requestBody === undefined ? {} : read(members(requestBody))
}

/** Bodies of InvokeModel are their family's own: Claude's are those of Messages, Nova's those of Converse. */
function invocationRequest(body: Readonly<Record<string, unknown>>): Content {
  if ('anthropic_version' in body) return messagesRequest(body)
  if (!Array.isArray(body['messages'])) return promptRequest({ prompt: body['prompt'] ?? body['inputText'] })
  const isConverse = 'inferenceConfig' in body || 'schemaVersion' in body || 'toolConfig' in body
  return isConverse ? converseRequest(body) : chatRequest(body)
}

/** Which API an answer is of is told by its members: on local routes it may be another one than the caller's. */
function readAnswer(body: unknown): readonly Message[] | undefined {
  if (Array.isArray(body)) return readEvents(body as unknown[])
  const answer = members(body)
  if (Array.isArray(answer['choices'])) return choices(answer)
  if (Array.isArray(answer['output'])) return responseAnswer(answer)
  if (Array.isArray(answer['content'])) return messageAnswer(answer)
  return members(answer['output'])['message'] === undefined ? undefined : converseAnswer(answer)
}

function readEvents(events: readonly unknown[]): readonly Message[] | undefined {
  const has = (isOne: (event: Readonly<Record<string, unknown>>) => boolean): boolean =>
    events.some((event) => isOne(members(event)))
  if (has(({ choices: given }) => Array.isArray(given))) return chunks(events)
  if (has(({ messageStart }) => messageStart !== undefined)) return converseEvents(events)
  if (has(({ type }) => type === 'message_start')) return messageEvents(events)
  return has(({ type }) => text(type).startsWith('response.')) ? responseEvents(events) : undefined
}

function toJSON(value: readonly unknown[] | undefined): string | undefined {
  return value === undefined || value.length === 0 ? undefined : JSON.stringify(value)
}
