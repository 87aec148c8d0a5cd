import { builtInTransport } from '#remote-files/built-in-transport'
import type { FetchedFile } from '@patchbay/translator'

import type { RemoteFileOptions } from '../bedrock/options.ts'
import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'
import { fetchClient } from '../transport/fetch.ts'
import { fetchFile, type FileLimits, type RemoteFileTransport } from './fetch-file.ts'

const MAX_BYTES = 20 * 1024 * 1024
const TIMEOUT = 10_000
/** So many at a time. */
const CONCURRENCY = 4

/**
 * Brings the remote files of a request, each URL once, a few at a time.
 *
 * @throws RequestFailure 400 for the first one that cannot be had, and for all of them where fetching is off
 */
export async function fetchRemoteFiles(
  addresses: Iterable<string>,
  options: RemoteFileOptions,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, FetchedFile>> {
  const files = new Map<string, FetchedFile>()
  const waiting = [...new Set(addresses)]
  if (waiting.length === 0) return files
  if (options.fetch === false) throw switchedOff()
  const { send, isAllowedHost } = await chooseTransport(options.fetch)
  const limits: FileLimits = {
    allowHttp: options.allowHttp ?? false,
    maxBytes: options.maxBytes ?? MAX_BYTES,
    timeoutMs: options.timeoutMs ?? TIMEOUT,
    isAllowedHost,
  }
  const first = new AbortController()
  const either = signal === undefined ? first.signal : AbortSignal.any([signal, first.signal])
  const work = async () => {
    for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
      files.set(address, await fetchFile(address, limits, send, either))
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(CONCURRENCY, waiting.length) }, work))
  } catch (error) {
    first.abort()
    throw error
  }
  return files
}

/**
 * The caller's function, which answers for its addresses; else the runtime's own way. Never the `fetch` that a client
 * was given: it was made for one API, may add its key to everything, and these URLs can lead to any server.
 */
async function chooseTransport(fetch: RemoteFileOptions['fetch']): Promise<RemoteFileTransport> {
  if (typeof fetch === 'function') return { send: fetchClient(fetch), isAllowedHost: () => true }
  return builtInTransport(fetch === true)
}

function switchedOff(): RequestFailure {
  return new RequestFailure(
    'The request names a remote file, and this route fetches none (images.fetch is false): send it as a data URL.',
    { status: 400, code: 'invalid_file_url' },
    DO_NOT_RETRY,
  )
}
