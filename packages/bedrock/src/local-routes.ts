import type { LocalRoutes } from '@patchbay/core'
import { bedrock, openai } from '@patchbay/local'
import { looksLikeModelId, resolveModelName } from '@patchbay/translator'

/** The local routes of Bedrock clients: an OpenAI-compatible backend, or a Bedrock model that takes all calls. */
export const localRoutes: LocalRoutes = {
  byDefault: () => openai(),
  byModel: (text) =>
    looksLikeModelId(text) || resolveModelName(text) !== undefined ? bedrock({ model: text }) : undefined,
}
