import type { RouteRequest } from '@patchbay/core'

import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'
import { endpointsFor } from './endpoints.ts'

/** The failure of a request that no endpoint is there for: it lists those that are, as far as the caller's protocol goes. */
export function notServed(request: RouteRequest): RequestFailure {
  const served = endpointsFor(request).map(({ method, path }) => `${method} ${path}`)
  return new RequestFailure(
    `bedrock() does not serve ${request.method} ${request.endpoint}. It serves ${served.join(', ')}.`,
    { status: 404, type: 'not_found_error', code: 'unsupported_endpoint' },
    DO_NOT_RETRY,
  )
}
