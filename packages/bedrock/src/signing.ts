import { type BedrockGateway, emitWarning } from '@patchbay/core'
import { type SendSigned, withCall } from './call.ts'
import type { AuthScheme, ClientConfig, IdentityProvider } from './detect.ts'
import { hasCredentialsInCode, SIGV4, BEARER } from './passed-identity.ts'
import type { Context, HttpRequest } from './smithy.ts'

/** A way to authenticate that the service allows, as the SDK's generated code names it. */
interface AuthOption {
  readonly schemeId: string
  readonly signingProperties?: object
  readonly identityProperties?: object
  propertiesExtractor?(
    config: unknown,
    context: unknown,
  ): { signingProperties?: object; identityProperties?: object }
}

/**
 * Chooses what authenticates a call, in the order that the client prefers, as the SDK's `httpAuthSchemeMiddleware` does, but of less:
 * a bearer token counts only where it was passed to the client in code, and so do credentials where the gateway has an `unsigned`
 * form: there, what has a session token does not count either. The choice is kept in the call, not in the SDK's context, which calls
 * may share.
 *
 * @returns `undefined` where nothing counts: the call then goes in the gateway's `unsigned` form
 */
export async function chooseSigning(
  config: ClientConfig,
  context: Context,
  gateway: BedrockGateway,
): Promise<SendSigned | undefined> {
  const onlyPassed = gateway.unsigned !== undefined
  const counts = (id: string): boolean =>
    id === BEARER ? config.token !== undefined : id !== SIGV4 || !onlyPassed || hasCredentialsInCode(config)
  const schemes = (config.httpAuthSchemes ?? []).filter(({ schemeId }) => counts(schemeId))
  if (schemes.length === 0) return undefined
  let isTemporary = false
  for (const option of await authOptions(config, context)) {
    const scheme = schemes.find(({ schemeId }) => schemeId === option.schemeId)
    const provider = scheme?.identityProvider({ getIdentityProvider: (id) => identityOf(config, id) })
    if (scheme === undefined || provider === undefined) continue
    const extracted = option.propertiesExtractor?.(config, context)
    const identity = await provider({ ...option.identityProperties, ...extracted?.identityProperties })
    if (onlyPassed && hasSessionToken(identity)) {
      isTemporary = true
      continue
    }
    const properties = { ...option.signingProperties, ...extracted?.signingProperties }
    return createSender(scheme.signer, identity, properties)
  }
  if (isTemporary) warnOfSessionToken()
  return undefined
}

async function authOptions(config: ClientConfig, context: Context): Promise<readonly AuthOption[]> {
  // oxlint-disable-next-line no-underscore-dangle -- the SDK's name
  const operation = context.__smithy_context?.['operation']
  const options = config.httpAuthSchemeProvider?.({ operation, region: await config.region() }) ?? []
  const preferred = (await config.authSchemePreference?.()) ?? []
  // `aws.auth#sigv4` is preferred by the name `sigv4`.
  const rank = ({ schemeId }: AuthOption): number => {
    const index = preferred.indexOf(schemeId.replace(/^.*#/, ''))
    return index === -1 ? preferred.length : index
  }
  return (options as AuthOption[]).toSorted((a, b) => rank(a) - rank(b))
}

function identityOf(config: ClientConfig, schemeId: string): IdentityProvider | undefined {
  if (schemeId === SIGV4) return config.credentials as IdentityProvider | undefined
  return schemeId === BEARER ? config.token : undefined
}

function hasSessionToken(identity: unknown): boolean {
  return (
    typeof identity === 'object' && identity !== null && 'sessionToken' in identity && !!identity.sessionToken
  )
}

/** As the SDK's `httpSigningMiddleware`. */
function createSender(signer: AuthScheme['signer'], identity: unknown, properties: object): SendSigned {
  let hasWarned = false
  return async (args, call, next) => {
    const own = { ...properties }
    const request = await signer.sign(args.request as HttpRequest, identity, own)
    const { unsigned } = call.gateway
    // Credentials are asked for at each signature, and may have become others.
    if (unsigned !== undefined && isTemporarilySigned(request)) {
      if (!hasWarned) warnOfSessionToken()
      hasWarned = true
      return next(withCall(args, { ...call, gateway: unsigned }))
    }
    const result = await next({ ...args, request }).catch(signer.errorHandler?.(own) ?? raise)
    signer.successHandler?.(result.response, own)
    return result
  }
}

function isTemporarilySigned({ headers }: HttpRequest): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'x-amz-security-token')
}

function raise(error: unknown): never {
  throw error
}

/** A signature by temporary credentials is of no use without their session token. */
function warnOfSessionToken(): void {
  emitWarning(
    {
      code: 'unsigned_request',
      field: 'credentials',
      message:
        "The client's credentials have a session token, which goes to a gateway only with `signing: 'provider'`: the request was " +
        "sent without a signature. `signing: 'none'` says that the gateway has keys of its own.",
    },
    undefined,
  )
}
