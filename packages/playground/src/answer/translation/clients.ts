import type { AnswerProtocol } from '../paste/pasted-answer.ts'

/** What the client speaks that the answer is for. */
export type ClientProtocol = 'chat-completions' | 'responses' | 'messages' | 'converse'

/** What the clients are called. */
export const CLIENT_NAMES: Readonly<Record<ClientProtocol, string>> = {
  'chat-completions': 'Chat Completions',
  responses: 'Responses',
  messages: 'Messages',
  converse: 'Converse',
}

/** For which clients an answer is translated; the first is what most are for. Claude's own events go on as they are. */
export const CLIENTS_OF: Readonly<Record<AnswerProtocol, readonly ClientProtocol[]>> = {
  converse: ['chat-completions', 'responses', 'messages'],
  claude: ['messages'],
  responses: ['converse', 'chat-completions', 'messages'],
  'chat-completions': ['converse', 'responses', 'messages'],
}

/** The client that was wished for, where the answer has a translation for it, else the usual one. */
export function clientFor(protocol: AnswerProtocol, wished: ClientProtocol): ClientProtocol {
  const clients = CLIENTS_OF[protocol]
  return clients.includes(wished) ? wished : (clients[0] ?? wished)
}
