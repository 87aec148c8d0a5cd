import { bedrock } from '@patchbay/sdk'

import { CREDENTIALS } from '../../shape.ts'

/** A `bedrock()` route to the upstream. */
export function bedrockRoute(endpoint: string) {
  return bedrock({ region: 'us-east-1', endpoint, credentials: CREDENTIALS })
}
