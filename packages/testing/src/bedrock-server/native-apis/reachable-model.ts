import { familyOf } from '../families.ts'
import { parseModelReference } from '../model-id.ts'
import { invalid, onDemandRefusal, type Rejection } from '../service-error.ts'
import { surfaceOf, type BedrockHost, type ModelApi } from './surfaces.ts'

/** Where a request has come in. */
export interface Entrance {
  readonly host: BedrockHost
  readonly api: ModelApi
  /** The base path on Mantle: `v1`, `openai/v1`. */
  readonly base?: string | undefined
}

/** What the service calls an API in its texts. */
const PATHS: Readonly<Record<ModelApi, string>> = {
  converse: '/converse',
  invoke: '/invoke',
  chat: '/v1/chat/completions',
  responses: '/v1/responses',
  messages: '/v1/messages',
}

/** Why a model cannot be called there by that name; `undefined` where it can. */
export function unreachable(modelId: string, entrance: Entrance): Rejection | undefined {
  return entrance.host === 'mantle'
    ? unreachableOnMantle(modelId, entrance)
    : onRuntime(modelId, entrance.api)
}

/** Bare ids only: https://github.com/diillson/chatcli/issues/1114 */
function unreachableOnMantle(modelId: string, { api, base }: Entrance): Rejection | undefined {
  const { mantle, mantleBase } = surfaceOf(modelId)
  const isHere = parseModelReference(modelId).kind === 'foundation-model' && mantle.length > 0
  if (!isHere || (api !== 'messages' && base !== mantleBase))
    return missing(`The model '${modelId}' does not exist`)
  if (mantle.includes(api)) return undefined
  return invalid(`The model '${modelId}' does not support the '${PATHS[api]}' API`)
}

function onRuntime(modelId: string, api: ModelApi): Rejection | undefined {
  const { kind, bareModelId } = parseModelReference(modelId)
  if (kind === 'application-inference-profile' || kind === 'unknown') {
    return invalid(`The model '${modelId}' isn't supported on this route.`)
  }
  const { runtime } = surfaceOf(bareModelId)
  if (!runtime.includes(api)) {
    if (runtime.length === 0)
      return missing(`The model '${modelId}' doesn't exist or doesn't support this API.`)
    return bareModelId.startsWith('openai.gpt-oss')
      ? missing(`The model '${modelId}' doesn't exist or doesn't support this API.`)
      : invalid(`The model '${modelId}' does not support the '${PATHS[api]}' API`)
  }
  return kind === 'foundation-model' && familyOf(bareModelId).profileOnly
    ? onDemandRefusal(modelId)
    : undefined
}

function missing(message: string): Rejection {
  return { type: 'ResourceNotFoundException', message, code: 'model_not_found', param: 'model' }
}
