import type { ConverseRequest, ModelFacts, Way } from '@patchbay/translator'

import { byConverse, type Upstream } from './upstream.ts'

/**
 * The API of a way; without one, Converse. The others are loaded when they are needed: most models have Converse.
 *
 * @param stream the answer was asked for as a stream
 */
export async function chooseUpstream(
  way: Way | undefined,
  input: ConverseRequest,
  model: ModelFacts,
  stream: boolean,
): Promise<Upstream> {
  if (way === undefined || way.api === 'converse') return byConverse(input, model.id)
  const { byOpenAI } = await import('./openai-upstream.ts')
  return byOpenAI(way, input, model, stream)
}
