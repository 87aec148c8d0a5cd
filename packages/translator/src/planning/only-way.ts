import { isAbsent } from '../json-shape.ts'
import { toHostModelId } from '../model-facts/host-ids.ts'
import type { BedrockApi } from '../model-facts/model-capabilities.ts'
import { systemWithin } from './system-within.ts'
import { wayPath } from './way-path.ts'
import type { PlanRequest, Way } from './way.ts'

/** APIs of OpenAI's, beside which Converse is one way of several. */
const OPENAI_APIS: ReadonlySet<BedrockApi> = new Set(['responses', 'chat-completions'])

const hasSystemWithin = systemWithin('messages')

/**
 * The way of a Chat Completions request that can go no other way and loses nothing by it, which is Converse: most models have no
 * API of OpenAI's. What `planWays` says of it, without what choosing takes; `undefined` where there may be something to choose,
 * to refuse, or to warn of.
 *
 * @throws TranslationError (400) as `planWays`, where there is no inference profile of the geography
 */
export function planOnlyWay({ clientApi, body, model, stream, options }: PlanRequest): Way | undefined {
  const { capabilities } = model
  const { runtimeApis, mantleApis } = capabilities
  const isOnly =
    clientApi === 'chat-completions' &&
    options.api === undefined &&
    options.host === undefined &&
    runtimeApis.includes('converse') &&
    ![...runtimeApis, ...mantleApis].some((api) => OPENAI_APIS.has(api)) &&
    isAbsent(body['web_search_options']) &&
    hasSystemWithin(body) === undefined
  if (!isOnly) return undefined
  const modelId = toHostModelId(model, 'runtime', options, false)
  return {
    api: 'converse',
    host: 'runtime',
    path: wayPath({ api: 'converse', host: 'runtime', modelId }, capabilities, stream),
    modelId,
    native: false,
    without: [],
    reason: CONVERSE_REASON,
    warnings: [],
  }
}

/** Why a request is translated to Converse, for people. */
export const CONVERSE_REASON = 'Converse serves the model, and takes all of the request that the model does.'
