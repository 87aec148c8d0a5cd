import { processState } from '@patchbay/core'

import type { Sender } from './fetch-interceptor.ts'

/** By client. What a registered client shows is not what it is. Shared by all copies of the package. */
function senders(): WeakMap<object, Sender> {
  return processState('openai-senders.v1', () => new WeakMap())
}

/** Remembers what a registered client is made of. Returns what forgets it. */
export function rememberSender(client: object, sender: Sender): () => void {
  senders().set(client, sender)
  return () => void senders().delete(client)
}

/** What a client is made of, where it is registered. */
export function senderOfRegistered(client: object): Sender | undefined {
  return senders().get(client)
}
