import type { LocalRoutes } from '@patchbay/core'
import { bedrock, openai } from '@patchbay/bedrock-backend'
import { looksLikeModelId } from '@patchbay/translator/model-id'
import { listModelNames, resolveModelName } from '@patchbay/translator/model-names'

/** The local routes of Bedrock clients: an OpenAI-compatible backend, or a Bedrock model that takes all calls. */
export const localRoutes: LocalRoutes = {
  byDefault: () => openai(),
  byModel: (text) =>
    looksLikeModelId(text) || resolveModelName(text) !== undefined ? bedrock({ model: text }) : undefined,
  modelNames: listModelNames,
}
