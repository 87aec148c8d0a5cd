import type { RouteRequest } from '@patchbay/core'
import type { FetchedFile } from '@patchbay/translator'

import type { BedrockOptions } from '../bedrock/options.ts'
import { fetchRemoteFiles } from './fetch-remote-files.ts'
import { findProxy } from './find-proxy.ts'

export { refuseExcess } from './file-limits.ts'

/** A request that names remote files. */
interface RequestWithFiles {
  readonly request: RouteRequest
  readonly options: BedrockOptions
  readonly body: unknown
  /** The caller's field that holds the prompt. */
  readonly field: string
}

/** Brings the files of a request by their URLs, in the way that its caller's connections take. */
export async function fetchFiles(
  urls: readonly string[],
  { request, options, body, field }: RequestWithFiles,
): Promise<ReadonlyMap<string, FetchedFile>> {
  const proxy = await findProxy(request, options.client?.config.requestHandler)
  return fetchRemoteFiles(urls, options.images ?? {}, request.signal, { body, field, proxy })
}
