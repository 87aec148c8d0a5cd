import { createFetch, PatchbayRequestError, type Route } from '@patchbay/core'
import type { Model } from 'openai/resources/models'

import { bedrock } from './bedrock.ts'

/** Options of `listModels`. */
export interface ListModelsOptions {
  /** Asks Bedrock again, whatever the route remembers. Default `false`. */
  readonly refresh?: boolean | undefined
  /** Ends the call. Default: none. */
  readonly signal?: AbortSignal | undefined
}

/**
 * What a route can reach, without any client: the same list as `client.models.list()` of a client on that route, which
 * a `bedrock()` route remembers for five minutes.
 *
 * @param route by default a new `bedrock()` for each call: keep a route of your own to use what it remembers
 * @throws PatchbayRequestError for a failure, with its status and code
 */
export async function listModels(
  route: Route = bedrock(),
  { refresh = false, signal }: ListModelsOptions = {},
): Promise<Model[]> {
  const response = await createFetch(route)('https://api.openai.com/v1/models', {
    headers: refresh ? { 'cache-control': 'no-cache' } : {},
    ...(signal === undefined ? {} : { signal }),
  })
  const body = (await response.json()) as { data?: Model[]; error?: { message?: string; code?: string } }
  if (response.ok && body.data !== undefined) return body.data
  throw new PatchbayRequestError(body.error?.message ?? 'The models could not be listed.', {
    status: response.status,
    code: body.error?.code,
    body,
  })
}
