import { type HttpClient } from '@patchbay/core'
import { fetchClient } from '@patchbay/core/transport'
import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'
import { isPublicHost } from './address-guard.ts'
import type { RemoteFileTransport } from './fetch-file.ts'

/**
 * There is no name service to ask: nothing can tell here whether a name leads to a private address. So remote files are
 * fetched only where the route says so, and the host in the URL, at every redirect, is all that is checked.
 *
 * @param asked `images: { fetch: true }` was given
 * @throws RequestFailure 400 that names what to give
 */
export async function builtInTransport(asked: boolean, proxy?: HttpClient): Promise<RemoteFileTransport> {
  if (asked) return { send: proxy ?? fetchClient(globalThis.fetch), isAllowedHost: isPublicHost }
  throw new RequestFailure(
    'The request names a remote file. This runtime cannot tell whether its address is on the public internet, so it is ' +
      'fetched only if the route says so: send a data URL, or give bedrock() `images: { fetch: true }`, which checks the ' +
      'host in the URL alone, or a function that answers for its addresses.',
    { status: 400, code: 'invalid_file_url' },
    DO_NOT_RETRY,
  )
}
