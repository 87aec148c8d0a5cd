import { loadOnce } from '@patchbay/core'

import type { Identity } from './credentials.ts'
import type { BedrockService } from './endpoint.ts'
import { createHostClock, type HostClock } from './host-clock.ts'
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
  region: () => Promise<string>,
  service?: BedrockService,
) => Promise<Authorized>

const loadSigner = loadOnce(() => import('./signer.ts'))

/** Loaded when there is something to sign: a bearer token needs nothing of it. */
const signV4: Signer = async (request, credentials, region, time) =>
  (await loadSigner()).signV4(request, credentials, region, time)

const signForMantle: Signer = async (request, credentials, region, time) =>
  (await loadSigner()).signForMantle(request, credentials, region, time)

/** The route's identity, by bearer token or by signature; found out at the first request. */
export function createAuthorize(settings: BedrockSettings, clock: HostClock = createHostClock()): Authorize {
  const chooseOnce = loadOnce(() => findIdentity(settings))
  return async (request, region, service) => {
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
    const { host } = request.url
    const time = clock.now(host)
    const sign = service === 'bedrock-mantle' ? signForMantle : signV4
    return {
      headers: await sign(request, credentials, await region(), time),
      refusedTime: (serviceTime) => clock.correct(host, time.getTime(), serviceTime),
      refused: () => {
        identity.credentials.forget(credentials)
        return identity.renewable
      },
    }
  }
}

/** A key that was given needs nothing of what finds credentials. */
async function findIdentity(settings: BedrockSettings): Promise<Identity> {
  const { apiKey } = settings.options
  if (typeof apiKey === 'string') return { kind: 'bearer', token: async () => apiKey }
  const { chooseIdentity } = await import('./credentials.ts')
  return chooseIdentity(settings)
}
