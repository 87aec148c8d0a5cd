import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'
import { toHostModelId } from '../model-facts/host-ids.ts'
import type { BedrockApi } from '../model-facts/model-capabilities.ts'
import { systemWithin } from './system-within.ts'
import { wayPath } from './way-path.ts'
import type { ClientApi, PlanRequest, Way } from './way.ts'

const systemInMessages = systemWithin('messages')
const systemInInput = systemWithin('input')

/**
 * The way of a request of Chat Completions or Responses that can go no other way and loses nothing by it, which is Converse: most
 * models have no API of OpenAI's. What `planWays` says of it, without what choosing takes; `undefined` where there may be something
 * to choose, to refuse, or to warn of.
 *
 * @throws TranslationError (400) as `planWays`, where there is no inference profile of the geography
 */
export function planOnlyWay({ clientApi, body, model, stream, options }: PlanRequest): Way | undefined {
  const { capabilities } = model
  const { runtimeApis, mantleApis } = capabilities
  const isOnly =
    options.api === undefined &&
    options.host === undefined &&
    runtimeApis.includes('converse') &&
    !hasApiOfOpenAI(runtimeApis) &&
    !hasApiOfOpenAI(mantleApis) &&
    isPlain(clientApi, body)
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

function hasApiOfOpenAI(apis: readonly BedrockApi[]): boolean {
  return apis.includes('responses') || apis.includes('chat-completions')
}

/** Whether a request asks for nothing that depends on the way: no hosted tool, no system text within the conversation. */
function isPlain(clientApi: ClientApi, body: JsonObject): boolean {
  if (clientApi === 'chat-completions')
    return isAbsent(body['web_search_options']) && systemInMessages(body) === undefined
  if (clientApi !== 'responses' || body['background'] === true) return false
  const { tools } = body
  const isOwn = !Array.isArray(tools) || tools.every((tool) => isObject(tool) && tool['type'] === 'function')
  return isOwn && systemInInput(body) === undefined
}

/** Why a request is translated to Converse, for people. */
export const CONVERSE_REASON = 'Converse serves the model, and takes all of the request that the model does.'
