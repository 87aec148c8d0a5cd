import type { ChatProfile, Route } from '@patchbay/core'

/** How a route wants chat completion requests. Policies are not asked: each of their routes is sent its own. */
export function backendProfile(route: Route): ChatProfile {
  return route.chatProfile ?? {}
}

/** A chat completion request that other code has written: its limit goes under the name that the backend reads. */
export function withLimitName(
  request: Readonly<Record<string, unknown>>,
  { limitName }: ChatProfile,
): Readonly<Record<string, unknown>> {
  const { max_completion_tokens: limit, ...rest } = request
  return limitName === 'max_tokens' && limit !== undefined ? { max_tokens: limit, ...rest } : request
}
