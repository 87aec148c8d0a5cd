import type { PlanRequest, Way } from './way.ts'
import { encodeModelId } from '../model-facts/model-id.ts'

/**
 * The ways to serve a request, the best first; the others are for the case that the service says it does not serve the model
 * that way.
 *
 * @throws TranslationError (400) which names the option or field that leaves no way, and the remedy
 */
export function planWays({ clientApi, model, stream }: PlanRequest): readonly [Way, ...Way[]] {
  return [
    {
      api: 'converse',
      host: 'runtime',
      path: `/model/${encodeModelId(model.id)}/converse${stream ? '-stream' : ''}`,
      modelId: model.id,
      native: clientApi === 'converse',
      without: [],
      reason: 'Converse serves every model on Bedrock Runtime.',
      warnings: [],
    },
  ]
}
