import { emitWarning } from '@patchbay/core'
import { readText } from '@patchbay/core/transport'
import {
  apisOf,
  embeddingProtocolOf,
  imageProtocolOf,
  parseModelId,
  toMantleId,
  type OfferedApis,
} from '@patchbay/translator'
import type { Model } from 'openai/resources/models'

import type { BedrockCaller, Caller, ListedModel, ModelList, Services } from '../backend/services.ts'
import { RequestFailure } from '../request-failure.ts'
import { createTimeLimitedCache } from '../time-limited-cache.ts'
import { knowsMantle } from './resolve-endpoint.ts'
import type { BedrockSettings } from './settings.ts'

/** How long the list is remembered, in milliseconds. */
const LIFETIME = 5 * 60 * 1000

/** The path that is asked first. */
export const FOUNDATION_MODELS = '/foundation-models'

interface Page {
  readonly modelSummaries?: readonly FoundationModel[]
  readonly inferenceProfileSummaries?: readonly Profile[]
  readonly nextToken?: string
}

interface FoundationModel {
  readonly modelId: string
  /** `ON_DEMAND`, `INFERENCE_PROFILE`, `PROVISIONED`. */
  readonly inferenceTypesSupported?: readonly string[]
}

interface Profile {
  readonly inferenceProfileId: string
  readonly inferenceProfileArn: string
  readonly models?: readonly { modelArn?: string }[]
  readonly type?: string
  /** Seconds since the epoch, or ISO 8601. */
  readonly createdAt?: number | string
}

/** What was found, and whether a host could not be asked. */
interface Found {
  readonly models: readonly ListedModel[]
  readonly isComplete: boolean
}

/**
 * What a route can call, as OpenAI lists models: foundation models that are served on demand, system and application inference
 * profiles, and what Mantle has beside them, where the route knows its endpoint. The ids of models that are served by profiles or by
 * provisioned throughput alone are refused, so they are no models here; so are those that Mantle lists, and serves by no known API.
 * An account that may not list profiles sees the models alone. A host that fails is left out with a warning, unless both do.
 * Remembered for five minutes, where it is complete.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListInferenceProfiles.html
 */
export function createModelList(
  call: BedrockCaller,
  settings: BedrockSettings,
  region: Services['region'],
  now: () => number = Date.now,
): ModelList {
  const cache = createTimeLimitedCache<Found>(LIFETIME, now)
  return async (caller, refresh = false) => {
    if (refresh) cache.forget('all')
    const read = () => readBothHosts(call, { ...caller, signal: undefined }, settings, region)
    const { models, isComplete } = await cache.get('all', read)
    if (!isComplete) cache.forget('all')
    return models
  }
}

async function readBothHosts(
  call: BedrockCaller,
  caller: Caller,
  settings: BedrockSettings,
  region: Services['region'],
): Promise<Found> {
  const isMantleKnown = await knowsMantle(settings, await region())
  const [own, mantle] = await Promise.allSettled([
    readModelList(call, caller),
    isMantleKnown ? readMantle(call, caller) : [],
  ])
  if (own.status === 'rejected' && (mantle.status === 'rejected' || !isMantleKnown)) throw own.reason
  for (const [host, result] of Object.entries({ 'Bedrock’s control plane': own, Mantle: mantle })) {
    if (result.status === 'fulfilled') continue
    const reason = result.reason instanceof Error ? result.reason.message : String(result.reason)
    const message = `${host} did not list its models (${reason}): they are missing.`
    emitWarning({ code: 'models_missing', field: 'models', message }, settings.options.onWarning)
  }
  const ofRuntime = own.status === 'fulfilled' ? own.value : []
  const ofMantle = mantle.status === 'fulfilled' ? mantle.value : []
  // What Runtime lists under its own spelling is one model, that both hosts serve.
  const known = new Set(ofRuntime.map(({ id }) => toMantleId(id)))
  const models = [...ofRuntime, ...ofMantle.filter(({ id }) => !known.has(toMantleId(id)))]
    .map((model) => ({ ...model, apis: readApis(model.id, isMantleKnown) }))
    .filter(({ apis }) => apis.runtime.length + apis.mantle.length > 0)
  return { models, isComplete: own.status === 'fulfilled' && mantle.status === 'fulfilled' }
}

/** Vectors and pictures are made by InvokeModel alone. */
function readApis(id: string, isMantleKnown: boolean): OfferedApis {
  if (embeddingProtocolOf(id) !== undefined || imageProtocolOf(id) !== undefined)
    return { runtime: ['invoke-model'], mantle: [] }
  const { kind } = parseModelId(id)
  // The other APIs take no ARN of a profile.
  if (kind !== 'foundation-model' && kind !== 'inference-profile')
    return { runtime: ['converse', 'invoke-model'], mantle: [] }
  const { runtime, mantle } = apisOf(id)
  return { runtime, mantle: isMantleKnown ? mantle : [] }
}

/** Its list also has ids that no API of it takes: only those that a row knows there can be called. */
async function readMantle(call: BedrockCaller, caller: Caller): Promise<readonly Model[]> {
  const answer = await call(
    { service: 'bedrock-mantle', method: 'GET', path: '/v1/models', accept: 'application/json' },
    caller,
  )
  const { data } = JSON.parse(await readText(answer.body)) as { readonly data?: readonly Partial<Model>[] }
  return (data ?? []).flatMap(({ id, created }) =>
    typeof id === 'string' && apisOf(id).mantle.length > 0
      ? [toModel(id, parseModelId(id).provider, created)]
      : [],
  )
}

async function readModelList(call: BedrockCaller, caller: Caller): Promise<readonly Model[]> {
  const profiles = (type: string) =>
    readPages(call, caller, `/inference-profiles?maxResults=1000&type=${type}`).catch((error: unknown) => {
      if (error instanceof RequestFailure && error.details.status === 403) return []
      throw error
    })
  const pages = await Promise.all([
    readPages(call, caller, FOUNDATION_MODELS),
    profiles('SYSTEM_DEFINED'),
    profiles('APPLICATION'),
  ])
  const models = pages.flat().flatMap(toModels)
  return [...new Map(models.map((model) => [model.id, model])).values()]
}

async function readPages(call: BedrockCaller, caller: Caller, path: string): Promise<Page[]> {
  const pages: Page[] = []
  let token: string | undefined
  do {
    const next = token === undefined ? '' : `&nextToken=${encodeURIComponent(token)}`
    const answer = await call(
      { service: 'bedrock', method: 'GET', path: path + next, accept: 'application/json' },
      caller,
    )
    const page = JSON.parse(await readText(answer.body)) as Page
    pages.push(page)
    token = page.nextToken
  } while (token !== undefined && token !== '')
  return pages
}

function toModels({ modelSummaries = [], inferenceProfileSummaries = [] }: Page): Model[] {
  return [
    ...modelSummaries
      .filter(isOnDemand)
      .map(({ modelId }) => toModel(modelId, parseModelId(modelId).provider, undefined)),
    ...inferenceProfileSummaries.map((profile) => {
      const { inferenceProfileId, inferenceProfileArn, models, type, createdAt } = profile
      const owner = parseModelId(models?.[0]?.modelArn ?? '').provider
      // An application's profile is known to Converse by its ARN only.
      return toModel(type === 'APPLICATION' ? inferenceProfileArn : inferenceProfileId, owner, createdAt)
    }),
  ]
}

function isOnDemand({ inferenceTypesSupported: types }: FoundationModel): boolean {
  return types === undefined || types.length === 0 || types.includes('ON_DEMAND')
}

/** Bedrock does not say when a foundation model came out: 0. */
function toModel(id: string, owner: string | undefined, createdAt: number | string | undefined): Model {
  const time = typeof createdAt === 'string' ? Date.parse(createdAt) / 1000 : (createdAt ?? 0)
  return { id, object: 'model', created: Math.floor(time) || 0, owned_by: owner ?? 'amazon' }
}
