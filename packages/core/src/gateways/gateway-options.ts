import type { BedrockSigning } from '../bedrock-gateway.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { nearestName } from '../internal/nearest-name.ts'
import { quoteName } from '../internal/quote-name.ts'

/** What happens to the caller's own provider key (`authorization`, `api-key`, `x-api-key`). */
export type CredentialsMode = 'forward' | 'strip'

/** A model that an alias stands for. Gateways read the id; the rest is for local routes. */
export type ModelAlias = string | { readonly id: string; readonly [fact: string]: unknown }

/** Options that every gateway takes. */
export interface CommonGatewayOptions {
  /** The gateway's own key. */
  apiKey?: string | undefined
  /** Where the gateway is. Whether that is the service's root or a complete base depends on the gateway. */
  baseURL?: string | undefined
  /** Further headers for every request. The caller's per-request headers win over them. */
  headers?: Record<string, string> | undefined
  /** Send keys over plain http beyond loopback. Default: `PATCHBAY_ALLOW_INSECURE`, else false. */
  allowInsecure?: boolean | undefined
  /** Whether the caller's own provider key goes to the gateway. The default is the preset's. */
  credentials?: CredentialsMode | undefined
  /**
   * For Bedrock clients: which service requests are signed for. `provider`: by whatever the AWS SDK finds, session tokens and the
   * environment's bearer token included. Default: the preset's; none where `credentials` is `strip`. Where that default is the
   * provider, as Javelin's is, only what was passed to the client in code signs, and nothing that has a session token.
   */
  signing?: BedrockSigning | undefined
  /** Replaces the model of every request. */
  model?: string | undefined
  /** The caller's aliases: `{ 'gpt-4o': 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' }`. */
  models?: Readonly<Record<string, ModelAlias>> | undefined
  /**
   * `'fetch'`: requests are always sent by the client's own `fetch`. Default: `'auto'`, over `node:http` in the same way as long as
   * that `fetch` is Node's own.
   */
  transport?: 'auto' | 'fetch' | undefined
}

/** The names of `CommonGatewayOptions`, for `refuseUnknownOptions`. */
export const COMMON_OPTIONS = [
  'apiKey',
  'baseURL',
  'headers',
  'allowInsecure',
  'credentials',
  'signing',
  'model',
  'models',
  'transport',
] as const satisfies readonly (keyof CommonGatewayOptions)[]

/**
 * Refuses option names that a factory does not know, and names the one that was most likely meant: a misspelt
 * `credentials` must not leak a key.
 *
 * @param example what the options may look like, given what was passed in place of them; it begins with a comma or the like
 * @throws ConfigurationError
 */
export function refuseUnknownOptions(
  options: object,
  known: readonly string[],
  owner: string,
  example: (given: unknown) => string = () => '',
): void {
  if (typeof options !== 'object' || options === null)
    throw new ConfigurationError(`${owner} takes an object of options${example(options)}.`)
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      const nearest = nearestName(name, known)
      const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`
      throw new ConfigurationError(
        `${owner} has no option ${quoteName(name) ?? 'of a name that may be a key'}.${hint} It takes: ${known.toSorted().join(', ')}.`,
      )
    }
  }
}

/** The model that a request is sent with: the route's own, else the alias's, else as the caller wrote it. */
export function mapModel(
  requested: string | undefined,
  options: Pick<CommonGatewayOptions, 'model' | 'models'>,
): string | undefined {
  if (options.model !== undefined) return options.model
  if (requested === undefined || options.models === undefined || !Object.hasOwn(options.models, requested)) {
    return requested
  }
  const alias = options.models[requested]
  return typeof alias === 'object' ? alias.id : alias
}
