import type { RouteRequest } from '@patchbay/core'

import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'

/** Refuses requests about responses and conversations that OpenAI would have stored: nothing is stored here. */
export async function refuseStored({ method, endpoint }: RouteRequest): Promise<never> {
  throw new RequestFailure(
    `bedrock() does not serve ${method} ${endpoint}: nothing is stored between requests. ` +
      'Keep the output items of POST /responses, and send them in `input`, before the new ones.',
    { status: 404, type: 'not_found_error', code: 'unsupported_endpoint' },
    DO_NOT_RETRY,
  )
}
