import {
  attach,
  type ClientKind,
  isRegistered,
  ownObject,
  ownProperty,
  type RegistrationState,
  type Route,
  unregister,
  UnsupportedClientError,
} from '@patchbay/core'
import { installCallerTracking, replaceProperty } from '@patchbay/openai'
import { isClient } from './detect.ts'
import { adoptClientOfModel } from './interceptors.ts'

const KIND: ClientKind = 'anthropic'

/** `ChatAnthropic` of @langchain/anthropic from the inside: it makes an `Anthropic` client at its first call of either kind. */
export interface ChatModel {
  createClient: (options: unknown) => unknown
  readonly clientOptions: object
}

/** The clients that a model has made already. */
const CLIENTS = ['batchClient', 'streamingClient'] as const

/** Recognises the model by its structure; nothing of LangChain is imported, no getter is called. */
export function isChatAnthropic(value: unknown): value is ChatModel {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof ownProperty(value, 'createClient') === 'function' &&
    ownObject(value, 'clientOptions') !== undefined &&
    ownObject(value, 'caller') !== undefined
  )
}

/**
 * Sends what a model's clients send along `route`: those that it has made, and those that it makes from now on.
 *
 * @throws UnsupportedClientError for a model that nothing can be put on
 */
export function attachModel(model: ChatModel, route: Route): void {
  if (!Object.isExtensible(model)) {
    throw new UnsupportedClientError(
      'register() cannot route this model: it is frozen, sealed or not extensible.',
    )
  }
  attach(model, KIND, route, (state) => install(model, state))
}

function install(model: ChatModel, state: RegistrationState): () => void {
  const adopted: object[] = []
  const adopt = (client: unknown): unknown => {
    const isNew = typeof client === 'object' && client !== null && isClient(client)
    // A client of the caller's own that is registered already keeps its route.
    if (!isNew || isRegistered(client)) return client
    adoptClientOfModel(client, state)
    adopted.push(client)
    return client
  }
  for (const name of CLIENTS) adopt(ownProperty(model, name))
  const original = model.createClient
  const restore = replaceProperty(model, 'createClient', function (this: unknown, options: unknown): unknown {
    return adopt(Reflect.apply(original, this ?? model, [options]))
  })
  const stopTracking = installCallerTracking(model, state)
  return () => {
    stopTracking()
    restore()
    for (const client of adopted) unregister(client)
  }
}
