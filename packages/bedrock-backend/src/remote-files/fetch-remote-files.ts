import { type HttpClient } from '@patchbay/core'
import { fetchClient } from '@patchbay/core/transport'
import { builtInTransport } from '#remote-files/built-in-transport'
import type { FetchedFile } from '@patchbay/translator'

import { mapConcurrently } from '../backend/map-concurrently.ts'
import type { RemoteFileOptions } from '../bedrock/options.ts'
import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'
import { fetchFile, type FileLimits, type RemoteFileTransport } from './fetch-file.ts'
import { createByteBudget, refuseTooManyReferences, sizeLimits } from './file-limits.ts'

const TIMEOUT = 10_000
/** So many at a time. */
const CONCURRENCY = 4

/** What else is known of the request that names the files. */
interface FileRequest {
  /** Its body, in which a file can be named more than once. Default: each is named once. */
  readonly body?: unknown
  /** The caller's field that holds the prompt, for errors. Default `messages`. */
  readonly field?: string
  /** The caller's own proxy. Default: none. */
  readonly proxy?: HttpClient | undefined
}

/**
 * Brings the remote files of a request, each URL once, a few at a time.
 *
 * @throws RequestFailure 400 for the first one that cannot be had, for all of them where fetching is off, and where they are
 * too many or too large together
 */
export async function fetchRemoteFiles(
  addresses: Iterable<string>,
  options: RemoteFileOptions,
  signal: AbortSignal | undefined,
  { body, field = 'messages', proxy }: FileRequest = {},
): Promise<ReadonlyMap<string, FetchedFile>> {
  const urls = new Set(addresses)
  if (urls.size === 0) return new Map()
  if (options.fetch === false) throw switchedOff()
  refuseTooManyReferences(body, urls, field)
  const { send, ...transport } = await chooseTransport(options.fetch, proxy)
  const { maxBytes, maxTotalBytes } = sizeLimits(options)
  const limits: FileLimits = {
    ...transport,
    allowHttp: options.allowHttp ?? false,
    maxBytes,
    timeoutMs: options.timeoutMs ?? TIMEOUT,
    budget: createByteBudget(maxTotalBytes),
    field,
  }
  const files = await mapConcurrently(
    [...urls],
    CONCURRENCY,
    signal,
    async (url, either) => [url, await fetchFile(url, limits, send, either)] as const,
  )
  return new Map(files)
}

/**
 * The caller's function, which answers for its addresses; else the proxy that the caller's client was given; else the runtime's
 * own way. Never the `fetch` that a client was given: it was made for one API, may add its key to everything, and these URLs can
 * lead to any server.
 */
async function chooseTransport(
  fetch: RemoteFileOptions['fetch'],
  proxy: HttpClient | undefined,
): Promise<RemoteFileTransport> {
  if (typeof fetch === 'function') return { send: fetchClient(fetch), isAllowedHost: () => true }
  return builtInTransport(fetch === true, proxy)
}

function switchedOff(): RequestFailure {
  return new RequestFailure(
    'The request names a remote file, and this route fetches none (images.fetch is false): send it as a data URL.',
    { status: 400, code: 'invalid_file_url' },
    DO_NOT_RETRY,
  )
}
