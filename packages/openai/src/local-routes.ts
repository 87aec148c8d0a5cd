import type { LocalRoutes } from '@patchbay/core'
import { bedrock } from '@patchbay/bedrock-backend'
import { looksLikeModelId } from '@patchbay/translator/model-id'
import { listModelNames, resolveModelName } from '@patchbay/translator/model-names'

/** The local routes of OpenAI-shaped clients: Amazon Bedrock. */
export const localRoutes: LocalRoutes = {
  byDefault: () => bedrock(),
  byModel: (text) =>
    looksLikeModelId(text) || resolveModelName(text) !== undefined ? bedrock({ model: text }) : undefined,
  modelNames: listModelNames,
}
