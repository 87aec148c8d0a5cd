import type { LocalRoutes } from '@patchbay/core'
import { bedrock } from '@patchbay/local'

/** The local routes of OpenAI-shaped clients: Amazon Bedrock. */
export const localRoutes: LocalRoutes = {
  byDefault: () => bedrock(),
  byModel: () => undefined,
}
