import { familyOf } from './families.ts'
import { parseModelReference } from './model-id.ts'
import type { Rejection } from './service-error.ts'
import { invalid } from './service-error.ts'

/** A model in the answers of ListFoundationModels and GetFoundationModel. */
export interface FoundationModel {
  readonly modelId: string
  readonly modelArn: string
  readonly modelName: string
  readonly providerName: string
  readonly inputModalities: readonly string[]
  readonly outputModalities: readonly string[]
  readonly responseStreamingSupported: boolean
  readonly customizationsSupported: readonly string[]
  readonly inferenceTypesSupported: readonly string[]
  readonly modelLifecycle: { readonly status: 'ACTIVE' | 'LEGACY' }
}

/** A profile in the answers of ListInferenceProfiles and GetInferenceProfile. */
export interface InferenceProfile {
  readonly inferenceProfileId: string
  readonly inferenceProfileName: string
  readonly inferenceProfileArn: string
  readonly description?: string
  readonly models: readonly { readonly modelArn: string }[]
  readonly status: 'ACTIVE'
  readonly type: 'SYSTEM_DEFINED' | 'APPLICATION'
  readonly createdAt?: string
  readonly updatedAt?: string
}

/** The lists that the control plane answers from. */
export interface ServedModels {
  readonly foundationModels: readonly FoundationModel[]
  readonly inferenceProfiles: readonly InferenceProfile[]
}

const ACCOUNT = '123456789012'
const PROVIDERS: Readonly<Record<string, string>> = {
  ai21: 'AI21 Labs',
  amazon: 'Amazon',
  anthropic: 'Anthropic',
  cohere: 'Cohere',
  deepseek: 'DeepSeek',
  meta: 'Meta',
  mistral: 'Mistral AI',
  openai: 'OpenAI',
}

/** A foundation model with everything but its id filled in. */
export function foundationModel(modelId: string, region: string): FoundationModel {
  const provider = modelId.split('.')[0] ?? ''
  const embeds = modelId.includes('embed')
  const family = familyOf(modelId)
  return {
    modelId,
    modelArn: `arn:aws:bedrock:${region}::foundation-model/${modelId}`,
    modelName: modelId.slice(provider.length + 1),
    providerName: PROVIDERS[provider] ?? provider,
    inputModalities: ['TEXT', ...(family.images && !embeds ? ['IMAGE'] : [])],
    outputModalities: [embeds ? 'EMBEDDING' : 'TEXT'],
    responseStreamingSupported: !embeds,
    customizationsSupported: [],
    inferenceTypesSupported: [family.profileOnly ? 'INFERENCE_PROFILE' : 'ON_DEMAND'],
    modelLifecycle: { status: 'ACTIVE' },
  }
}

/** A cross-region profile such as `us.anthropic...`, over a foundation model. */
export function systemProfile(inferenceProfileId: string, region: string): InferenceProfile {
  const { bareModelId } = parseModelReference(inferenceProfileId)
  return {
    inferenceProfileId,
    inferenceProfileName: inferenceProfileId,
    inferenceProfileArn: `arn:aws:bedrock:${region}:${ACCOUNT}:inference-profile/${inferenceProfileId}`,
    models: [{ modelArn: `arn:aws:bedrock:${region}::foundation-model/${bareModelId}` }],
    status: 'ACTIVE',
    type: 'SYSTEM_DEFINED',
  }
}

/** An application's own profile, whose id says nothing about the model behind it. */
export function applicationProfile(id: string, modelId: string, region: string): InferenceProfile {
  return {
    inferenceProfileId: id,
    inferenceProfileName: `application-${id}`,
    inferenceProfileArn: `arn:aws:bedrock:${region}:${ACCOUNT}:application-inference-profile/${id}`,
    models: [{ modelArn: `arn:aws:bedrock:${region}::foundation-model/${modelId}` }],
    status: 'ACTIVE',
    type: 'APPLICATION',
  }
}

/** The lists of the control plane by default. */
export function defaultModels(region: string): ServedModels {
  const models = [
    'anthropic.claude-3-haiku-20240307-v1:0',
    'anthropic.claude-3-5-sonnet-20240620-v1:0',
    'anthropic.claude-3-7-sonnet-20250219-v1:0',
    'anthropic.claude-sonnet-4-20250514-v1:0',
    'anthropic.claude-sonnet-4-5-20250929-v1:0',
    'anthropic.claude-opus-4-6-v1',
    'amazon.nova-micro-v1:0',
    'amazon.nova-lite-v1:0',
    'amazon.nova-pro-v1:0',
    'amazon.titan-embed-text-v1',
    'amazon.titan-embed-text-v2:0',
    'cohere.embed-english-v3',
    'meta.llama3-1-70b-instruct-v1:0',
    'mistral.mistral-large-2407-v1:0',
    'openai.gpt-oss-120b-1:0',
    'deepseek.r1-v1:0',
  ]
  const profiles = models
    .filter((modelId) => familyOf(modelId).profileOnly || modelId.startsWith('amazon.nova'))
    .map((modelId) => systemProfile(`us.${modelId}`, region))
  return {
    foundationModels: models.map((modelId) => foundationModel(modelId, region)),
    inferenceProfiles: [
      ...profiles,
      applicationProfile('a1b2c3d4e5f6', 'anthropic.claude-3-haiku-20240307-v1:0', region),
    ],
  }
}

/** The foundation model behind an id or ARN of a known inference profile. */
export function modelBehindProfile(idOrArn: string, { inferenceProfiles }: ServedModels): string | undefined {
  const profile = inferenceProfiles.find(
    ({ inferenceProfileId, inferenceProfileArn }) =>
      idOrArn === inferenceProfileId || idOrArn === inferenceProfileArn,
  )
  return profile?.models[0]?.modelArn.split('/').pop()
}

/** Answers GET /foundation-models. */
export function listFoundationModels({ foundationModels }: ServedModels, query: URLSearchParams): object {
  const provider = query.get('byProvider')
  const modality = query.get('byOutputModality')
  return {
    modelSummaries: foundationModels.filter(
      (model) =>
        (provider === null || model.providerName.toLowerCase() === provider.toLowerCase()) &&
        (modality === null || model.outputModalities.includes(modality)),
    ),
  }
}

/** Answers GET /foundation-models/{id or ARN}. */
export function getFoundationModel(
  { foundationModels }: ServedModels,
  identifier: string,
): { readonly modelDetails: FoundationModel } | Rejection {
  const model = foundationModels.find(
    ({ modelId, modelArn }) => identifier === modelId || identifier === modelArn,
  )
  return model ? { modelDetails: model } : invalid('The provided model identifier is invalid.')
}

/** Answers GET /inference-profiles, page by page. */
export function listInferenceProfiles(
  { inferenceProfiles }: ServedModels,
  query: URLSearchParams,
): object | Rejection {
  const type = query.get('type') ?? query.get('typeEquals')
  const wanted = inferenceProfiles.filter((profile) => type === null || profile.type === type)
  const size = Number(query.get('maxResults') ?? 1000)
  if (!Number.isInteger(size) || size < 1 || size > 1000) {
    return invalid(
      `1 validation error detected: Value '${query.get('maxResults')}' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and 1000`,
    )
  }
  const token = query.get('nextToken')
  const start = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString())
  if (!Number.isInteger(start)) return invalid('The provided nextToken is invalid.')
  const end = start + size
  return {
    inferenceProfileSummaries: wanted.slice(start, end),
    ...(end < wanted.length && { nextToken: Buffer.from(`${end}`).toString('base64url') }),
  }
}

/** Answers GET /inference-profiles/{id or ARN}. */
export function getInferenceProfile(
  { inferenceProfiles }: ServedModels,
  identifier: string,
): InferenceProfile | Rejection {
  const profile = inferenceProfiles.find(
    ({ inferenceProfileId, inferenceProfileArn }) =>
      identifier === inferenceProfileId || identifier === inferenceProfileArn,
  )
  return (
    profile ?? {
      type: 'ResourceNotFoundException',
      message: `Could not resolve the inference profile from the provided identifier: ${identifier}`,
    }
  )
}
