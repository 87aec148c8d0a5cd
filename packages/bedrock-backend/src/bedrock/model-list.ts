import { parseModelId } from '@patchbay/translator'
import type { Model } from 'openai/resources/models'

import type { BedrockCaller, Caller, ModelList } from '../backend/services.ts'
import { RequestFailure } from '../request-failure.ts'
import { createTimeLimitedCache } from '../time-limited-cache.ts'
import { readText } from '../transport/http-client.ts'

/** How long the list is remembered, in milliseconds. */
const LIFETIME = 5 * 60 * 1000

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

/**
 * What a route can call, as OpenAI lists models: foundation models that are served on demand, and system and application inference
 * profiles. The ids of models that are served by profiles or by provisioned throughput alone are refused, so they are no models here.
 * An account that may not list profiles sees the models alone. Remembered for five minutes.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListInferenceProfiles.html
 */
export function createModelList(call: BedrockCaller, now: () => number = Date.now): ModelList {
  const cache = createTimeLimitedCache<readonly Model[]>(LIFETIME, now)
  return (caller, refresh = false) => {
    if (refresh) cache.forget('all')
    return cache.get('all', () => readModelList(call, { ...caller, signal: undefined }))
  }
}

async function readModelList(call: BedrockCaller, caller: Caller): Promise<readonly Model[]> {
  const profiles = (type: string) =>
    readPages(call, caller, `/inference-profiles?maxResults=1000&type=${type}`).catch((error: unknown) => {
      if (error instanceof RequestFailure && error.details.status === 403) return []
      throw error
    })
  const pages = await Promise.all([
    readPages(call, caller, '/foundation-models'),
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
