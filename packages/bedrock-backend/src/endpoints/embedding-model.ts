import type { RouteRequest } from '@patchbay/core'
import { embeddingProtocolOf } from '@patchbay/translator'

import type { Services } from '../backend/services.ts'
import { resolveModel, type ResolvedModel } from '../bedrock/model.ts'
import type { BedrockOptions } from '../bedrock/options.ts'
import { resolveAlias, findAlias } from '../bedrock/alias.ts'

/**
 * Which model embeds: as `resolveModel` finds it, but the route's `model` and `defaultModel` count only where they are
 * embedding models, so that one route serves chat and embeddings. `embeddingModel` goes before `defaultModel`.
 */
export function resolveEmbeddingModel(
  requested: string | undefined,
  request: RouteRequest,
  services: Services,
): ResolvedModel | Promise<ResolvedModel> {
  const { options, embeddingModel, defaultModel } = services.settings
  const { models } = options
  const embeds = (name: string | undefined) => (isEmbeddingModel(name, models) ? name : undefined)
  const model = embeds(options.model)
  return resolveModel(
    requested,
    { ...(model === undefined ? {} : { model }), ...(models === undefined ? {} : { models }) },
    embeddingModel ?? embeds(defaultModel),
    (arn) => services.resolveProfile(arn, request),
    '`embeddingModel` (PATCHBAY_DEFAULT_EMBEDDING_MODEL)',
  )
}

function isEmbeddingModel(name: string | undefined, models: BedrockOptions['models']): boolean {
  if (name === undefined) return false
  const alias = findAlias(name, models)
  const declared = typeof alias === 'object' ? alias.foundationModel : undefined
  return embeddingProtocolOf(declared ?? resolveAlias(name, models)) !== undefined
}
