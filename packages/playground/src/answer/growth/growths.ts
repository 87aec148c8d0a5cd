import type { ClientProtocol } from '../translation/clients.ts'
import { growChat } from './chat-growth.ts'
import { growConverse } from './converse-growth.ts'
import { growMessage } from './message-growth.ts'
import { growResponse } from './response-growth.ts'
import type { Grow } from './whole.ts'

/** How an answer grows, by what the client speaks. */
export const GROWTHS: Readonly<Record<ClientProtocol, Grow>> = {
  'chat-completions': growChat,
  responses: growResponse,
  messages: growMessage,
  converse: growConverse,
}
