import type { ConverseRequest, ModelFacts, Way } from '@patchbay/translator'

import type { LongTexts } from './long-texts.ts'
import { byConverse, type Upstream } from './upstream.ts'

/**
 * The API of a way; without one, Converse. The others are loaded when they are needed: most models have Converse.
 *
 * @param stream the answer was asked for as a stream
 * @param texts long texts as the caller has written them
 */
export function chooseUpstream(
  way: Way | undefined,
  input: ConverseRequest,
  model: ModelFacts,
  stream: boolean,
  texts: LongTexts | undefined,
): Upstream | Promise<Upstream> {
  return way === undefined || way.api === 'converse'
    ? byConverse(input, model.id, texts)
    : loadOther(way, input, model, stream)
}

async function loadOther(
  way: Way,
  input: ConverseRequest,
  model: ModelFacts,
  stream: boolean,
): Promise<Upstream> {
  const { byOpenAI } = await import('./openai-upstream.ts')
  return byOpenAI(way, input, model, stream)
}
