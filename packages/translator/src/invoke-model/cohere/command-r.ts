import type { ConverseCommandInput, Message } from '@aws-sdk/client-bedrock-runtime'

import { expectArray, expectObject, expectString, isAbsent, optionalString } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { type BodyFields, readSampling, refuse } from '../body-fields.ts'
import type { ConverseInvocation, InvokeScope } from '../invoke-request.ts'
import { textAnswers, type TextAnswer } from '../text-answer.ts'
import { COHERE_FINISH_REASONS } from './command.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-cohere-command-r-plus.html */
const FIELDS: BodyFields = {
  message: 'read',
  chat_history: 'read',
  preamble: 'read',
  stream: 'read',
  max_tokens: 'maxTokens',
  temperature: 'temperature',
  p: 'topP',
  k: 'top_k',
  stop_sequences: 'stopSequences',
  seed: 'seed',
  frequency_penalty: 'frequency_penalty',
  presence_penalty: 'presence_penalty',
}

/** What changes an answer and has no counterpart in the OpenAI API. */
const REFUSED = ['documents', 'tools', 'tool_results', 'search_queries_only', 'raw_prompting'] as const

/** Cohere's Command R models: a message after a history. Their tools and documents are not read here: Converse takes those. */
export function readCommandR(body: JsonObject, scope: InvokeScope): ConverseInvocation {
  for (const name of REFUSED) {
    const value = body[name]
    const isEmpty = isAbsent(value) || value === false || (Array.isArray(value) && value.length === 0)
    if (!isEmpty)
      refuse(name, 'is not understood by this route; Converse has a counterpart of tools and documents')
  }
  const message = expectString(body['message'], 'message')
  const { system, messages } = readHistory(body, message)
  const chatHistory = [...readTurns(body), { role: 'USER', message }]
  const toResponse = ({ text, ending }: TextAnswer): object => ({
    response_id: scope.id,
    generation_id: scope.id,
    text,
    chat_history: [...chatHistory, { role: 'CHATBOT', message: text }],
    finish_reason: COHERE_FINISH_REASONS[ending],
  })
  return {
    kind: 'converse',
    input: {
      modelId: scope.modelId,
      ...(system === undefined ? {} : { system }),
      messages,
      ...readSampling(withoutEmpty(body), FIELDS, scope),
    },
    ...textAnswers({
      toBody: toResponse,
      toChunk: ({ text }) =>
        text === '' ? [] : [{ event_type: 'text-generation', is_finished: false, text }],
      toLastChunk: (answer) => ({
        event_type: 'stream-end',
        is_finished: true,
        finish_reason: COHERE_FINISH_REASONS[answer.ending],
        response: toResponse(answer),
      }),
    }),
  }
}

function readHistory(
  body: JsonObject,
  message: string,
): { system: ConverseCommandInput['system']; messages: Message[] } {
  const system: { text: string }[] = []
  const preamble = optionalString(body['preamble'], 'preamble')
  if (preamble !== undefined && preamble.trim() !== '') system.push({ text: preamble })
  const messages: Message[] = []
  for (const [index, turn] of readTurns(body).entries()) {
    const text = expectString(turn['message'], `chat_history[${index}].message`)
    const role = expectString(turn['role'], `chat_history[${index}].role`).toUpperCase()
    if (role === 'SYSTEM') system.push({ text })
    else messages.push({ role: role === 'CHATBOT' ? 'assistant' : 'user', content: [{ text }] })
  }
  messages.push({ role: 'user', content: [{ text: message }] })
  return { system: system.length === 0 ? undefined : system, messages }
}

function readTurns(body: JsonObject): JsonObject[] {
  if (isAbsent(body['chat_history'])) return []
  return expectArray(body['chat_history'], 'chat_history').map((turn, index) =>
    expectObject(turn, `chat_history[${index}]`),
  )
}

/** The body without the fields above, which are empty where they were not refused. */
function withoutEmpty(body: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(body).filter(([name]) => !(REFUSED as readonly string[]).includes(name)),
  )
}
