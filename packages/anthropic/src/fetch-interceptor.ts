import type { ClientFacts, FetchLike, RegistrationState } from '@patchbay/core'
import { createFetchInterceptor as createInterceptor, type Sender } from '@patchbay/openai'

/** Where the SDK fetches tokens, not models. Such a request must not be answered by a model's gateway. */
const TOKEN_EXCHANGE = /^https?:\/\/[^/]+(?:\/[^?]*)?\/v1\/oauth\/token$/

/** The `fetch` of a registered client: takes the current route, or none at all once the registration has ended. */
export function createFetchInterceptor(
  state: RegistrationState,
  sender: Sender,
  facts: ClientFacts,
): FetchLike {
  const interceptor = createInterceptor(state, sender, facts)
  return (input, init) =>
    TOKEN_EXCHANGE.test(urlOf(input))
      ? Reflect.apply(sender.fetch, undefined, [input, init])
      : interceptor(input, init)
}

function urlOf(input: string | URL | Request): string {
  if (typeof input === 'string') return input
  return input instanceof URL ? input.href : input.url
}
