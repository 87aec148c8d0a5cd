import { environmentCredentials } from './environment-credentials.ts'
import { identitySource, prefersBearer, defaultChain, triedExplicitly } from './identity-source.ts'
import type { BedrockSettings } from './settings.ts'

/** Who authenticates the requests of a route, as far as that is known without asking for credentials. */
export interface DescribedIdentity {
  readonly kind: 'bearer' | 'signature'
  /** In words, without any secret: `the option \`profile\` (work)`. */
  readonly source: string
  /** The signature goes with a session token. `undefined` where that is not known before the credentials are there. */
  readonly isTemporary: boolean | undefined
}

/** Says where a route's credentials come from. No provider is called; of a borrowed client its settings are read. */
export async function describeIdentity(settings: BedrockSettings): Promise<DescribedIdentity> {
  const { options } = settings
  switch (identitySource(settings)) {
    case 'apiKey':
      return bearer('the option `apiKey`')
    case 'options': {
      const { credentials, assumeRole } = options
      const given = typeof credentials === 'object' ? credentials.sessionToken !== undefined : undefined
      return signature(triedExplicitly(options), assumeRole !== undefined || given)
    }
    case 'client': {
      const { config } = options.client ?? {}
      if (config === undefined || !(await prefersBearer(config).catch(() => false)))
        return signature('the credentials of `client`', undefined)
      return bearer(config.token === undefined ? 'AWS_BEARER_TOKEN_BEDROCK' : 'the token of `client`')
    }
    case 'bearerToken':
      return bearer('AWS_BEARER_TOKEN_BEDROCK')
    case 'chain': {
      const found = environmentCredentials()
      if (found === undefined) return signature(defaultChain(), undefined)
      return signature('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY', found.sessionToken !== undefined)
    }
  }
}

function bearer(source: string): DescribedIdentity {
  return { kind: 'bearer', source, isTemporary: false }
}

function signature(source: string, isTemporary: boolean | undefined): DescribedIdentity {
  return { kind: 'signature', source, isTemporary }
}
