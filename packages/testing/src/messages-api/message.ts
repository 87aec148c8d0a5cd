import { signReasoning } from '../bedrock-server/reasoning-signature.ts'
import { countTokens } from '../model-simulator/limits.ts'
import type { Answer } from '../model-simulator/prompt.ts'
import type { MessagesRequest } from './request.ts'

/** A block of an answer. */
export type OutputBlock = Readonly<Record<string, unknown>> & { readonly type: string }

/** An answer of the Messages API. */
export interface Message {
  readonly id: string
  readonly type: 'message'
  readonly role: 'assistant'
  readonly model: string
  readonly content: readonly OutputBlock[]
  readonly stop_reason: Answer['stopReason']
  readonly stop_sequence: null
  readonly usage: { readonly input_tokens: number; readonly output_tokens: number }
}

/** Puts what the model says into a message; `host` is the part of ids that names who served it. */
export function toMessage(
  request: Pick<MessagesRequest, 'messages'>,
  said: Answer,
  model: string,
  host: '' | 'bdrk_',
): Message {
  const content: OutputBlock[] = [
    ...(said.reasoning === undefined
      ? []
      : [{ type: 'thinking', thinking: said.reasoning, signature: signReasoning(said.reasoning) }]),
    ...(said.text === undefined || said.text === '' ? [] : [{ type: 'text', text: said.text }]),
    ...said.toolCalls.map(({ id, ...call }, index) => ({
      type: 'tool_use',
      id: id ?? `toolu_${host}${index + 1}`,
      ...call,
    })),
  ]
  return {
    id: `msg_${host}patchbay_testing`,
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: said.stopReason,
    stop_sequence: null,
    usage: {
      input_tokens: countTokens(JSON.stringify(request.messages)),
      output_tokens: countTokens(JSON.stringify(content)),
    },
  }
}
