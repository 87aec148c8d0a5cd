import { loadOnce } from '@patchbay/core'

import type { Identity } from './credentials.ts'
import type { BedrockService } from './endpoint.ts'
import { createHostClock, type HostClock } from './host-clock.ts'
import type { AwsCredentials } from './options.ts'
import type { BedrockSettings } from './settings.ts'
import type { SignableRequest, Signer } from './signer.ts'

/** A request's headers with its authentication, and what to do when the service rejects that. */
export interface Authorized {
  readonly headers: Record<string, string>
  /** The service refused the credentials as expired. Says whether a new request would have fresh ones. */
  readonly refused: () => boolean
  /**
   * The service refused the signature for its time, and named its own, in milliseconds since the epoch. Says whether a new
   * request would have the right one: later requests to the same host will.
   */
  readonly refusedTime: (serviceTime: number) => boolean
}

/** Puts the caller's identity on a request. `region` is asked only when there is something to sign. */
export type Authorize = (
  request: SignableRequest,
  region: () => string | Promise<string>,
  service?: BedrockService,
) => Authorized | Promise<Authorized>

interface Signers {
  readonly signV4: Signer
  readonly signForMantle: Signer
}

let signers: Signers | undefined

/** Loaded when there is something to sign: a bearer token needs nothing of it. */
const loadSigners = loadOnce(async () => (signers = await import('./signer.ts')))

/**
 * The route's identity, by bearer token or by signature; found out at the first request. What is known by then is not waited for
 * by later ones: they are signed at once while the credentials are fresh.
 */
export function createAuthorize(settings: BedrockSettings, clock: HostClock = createHostClock()): Authorize {
  let known: Identity | undefined
  const chooseOnce = loadOnce(async () => (known = await findIdentity(settings)))
  const wait: Authorize = async (request, region, service) => {
    const identity = await chooseOnce()
    if (identity.kind === 'bearer') {
      const authorization = `Bearer ${await identity.token()}`
      return {
        headers: { ...request.headers, authorization },
        refused: () => false,
        refusedTime: () => false,
      }
    }
    const credentials = await identity.credentials.get()
    return signBy(await loadSigners(), identity, credentials, clock, request, await region(), service)
  }
  return (request, region, service) => {
    if (known?.kind !== 'credentials' || signers === undefined) return wait(request, region, service)
    const credentials = known.credentials.fresh()
    const named = credentials === undefined ? undefined : region()
    if (credentials === undefined || named === undefined) return wait(request, region, service)
    const [loaded, identity] = [signers, known]
    const sign = (name: string) => signBy(loaded, identity, credentials, clock, request, name, service)
    return typeof named === 'string' ? sign(named) : named.then(sign)
  }
}

function signBy(
  { signV4, signForMantle }: Signers,
  identity: Extract<Identity, { kind: 'credentials' }>,
  credentials: AwsCredentials,
  clock: HostClock,
  request: SignableRequest,
  region: string,
  service: BedrockService | undefined,
): Authorized | Promise<Authorized> {
  const { host } = request.url
  const time = clock.now(host)
  const sign = service === 'bedrock-mantle' ? signForMantle : signV4
  const toAuthorized = (headers: Record<string, string>): Authorized => ({
    headers,
    refusedTime: (serviceTime) => clock.correct(host, time.getTime(), serviceTime),
    refused: () => {
      identity.credentials.forget(credentials)
      return identity.renewable
    },
  })
  const headers = sign(request, credentials, region, time)
  return headers instanceof Promise ? headers.then(toAuthorized) : toAuthorized(headers)
}

/** A key that was given needs nothing of what finds credentials. */
async function findIdentity(settings: BedrockSettings): Promise<Identity> {
  const { apiKey } = settings.options
  if (typeof apiKey === 'string') return { kind: 'bearer', token: async () => apiKey }
  const { chooseIdentity } = await import('./credentials.ts')
  return chooseIdentity(settings)
}
