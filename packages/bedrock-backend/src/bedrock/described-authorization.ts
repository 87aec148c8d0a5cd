import { loadOnce } from '@patchbay/core'

import type { Authorize, Authorized } from './authorize.ts'
import { describeIdentity } from './describe-identity.ts'
import type { AwsCredentials } from './options.ts'
import type { BedrockSettings } from './settings.ts'
import { signForMantle, signV4 } from './signer.ts'

/** Stands for what authenticates. */
const MASKED = '[redacted]'

/** A signature takes some key or other. None of it is shown. */
const PLACEHOLDER: AwsCredentials = { accessKeyId: 'placeholder', secretAccessKey: 'placeholder' }

/** Writes the headers that a route's identity would write, with everything secret masked. Nobody is asked for credentials. */
export function createDescribedAuthorization(settings: BedrockSettings): Authorize {
  const identity = loadOnce(() => describeIdentity(settings))
  return async (request, region, service) => {
    const { kind, isTemporary } = await identity()
    if (kind === 'bearer') return authorized({ ...request.headers, authorization: `Bearer ${MASKED}` })
    const credentials = isTemporary === true ? { ...PLACEHOLDER, sessionToken: MASKED } : PLACEHOLDER
    const sign = service === 'bedrock-mantle' ? signForMantle : signV4
    const { authorization = '', ...headers } = await sign(request, credentials, await region())
    return authorized({
      ...headers,
      authorization: authorization
        .replace(/Credential=[^/]+/, `Credential=${MASKED}`)
        .replace(/Signature=[^,]+/, `Signature=${MASKED}`),
    })
  }
}

function authorized(headers: Record<string, string>): Authorized {
  return { headers, refused: () => false, refusedTime: () => false }
}
