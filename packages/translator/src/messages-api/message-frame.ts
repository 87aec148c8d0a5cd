import type { TranslationContext } from '../context.ts'
import type { MessageAnswer } from './message-types.ts'

/** What an answer says of itself before there is any content. */
export type MessageFrame = Pick<MessageAnswer, 'id' | 'type' | 'role' | 'model' | 'diagnostics'>

/** The members of an answer that are known from the start: its id and its model. */
export function toMessageFrame({ id, model }: TranslationContext): MessageFrame {
  return { id, type: 'message', role: 'assistant', model: model.id, diagnostics: null }
}
