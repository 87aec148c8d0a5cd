import { readEnvironment } from '@patchbay/core'

import type { BedrockOptions, BedrockRuntimeClientLike } from './options.ts'
import type { BedrockSettings } from './settings.ts'

/** What authenticates the requests of a route: the first of these that there is. */
export type IdentitySource = 'apiKey' | 'options' | 'client' | 'bearerToken' | 'chain'

/**
 * Explicit options first (`apiKey`, then `credentials`, `profile` and `assumeRole`, then the borrowed `client`), then
 * AWS_BEARER_TOKEN_BEDROCK, then the default chain of the AWS SDK.
 */
export function identitySource({ options, bearerToken }: BedrockSettings): IdentitySource {
  const { apiKey, credentials, profile, assumeRole, client } = options
  if (apiKey !== undefined) return 'apiKey'
  if (credentials !== undefined || profile !== undefined || assumeRole !== undefined) return 'options'
  if (client !== undefined) return 'client'
  return bearerToken === undefined ? 'chain' : 'bearerToken'
}

/** Whether a client sends a bearer token: AWS_BEARER_TOKEN_BEDROCK made it prefer one when it was built. */
export async function prefersBearer({
  authSchemePreference,
}: BedrockRuntimeClientLike['config']): Promise<boolean> {
  const [preferred] = (await authSchemePreference?.()) ?? []
  return preferred?.endsWith('httpBearerAuth') === true
}

/** The default chain, in words. */
export function defaultChain(): string {
  const profile = readEnvironment('AWS_PROFILE')
  const named = profile === undefined ? '' : ` with AWS_PROFILE=${profile}`
  return (
    `the AWS default chain${named} (environment variables, SSO, shared configuration files, ` +
    'process, web identity token, container and instance metadata)'
  )
}

/** The options that bring credentials, in words. */
export function triedExplicitly({ credentials, profile, assumeRole }: BedrockOptions): string {
  const names = Object.entries({ credentials, profile, assumeRole }).flatMap(([name, value]) =>
    value === undefined ? [] : [`\`${name}\``],
  )
  const named = profile === undefined ? '' : ` (${profile})`
  return `the option ${names.join(' with ')}${named}`
}
