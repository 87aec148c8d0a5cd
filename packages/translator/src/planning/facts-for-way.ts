import type { ModelFacts } from '../model-facts/model-capabilities.ts'
import type { Way } from './way.ts'

/**
 * What a model takes by a way: what it takes on Converse, but for what Responses take besides. For translating to Converse's
 * form, from which a request to Responses is made.
 */
export function factsForWay(model: ModelFacts, { api }: Pick<Way, 'api'>): ModelFacts {
  if (api !== 'responses') return model
  const { capabilities } = model
  return {
    ...model,
    capabilities: {
      ...capabilities,
      documents: capabilities.documents || capabilities.documentApis.includes('responses'),
      // Encrypted items are kept as signatures, and given back.
      reasoningHistory: 'carried',
    },
  }
}
