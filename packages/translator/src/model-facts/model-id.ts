/**
 * What can be read off a Bedrock model id without asking the service. Light on purpose: it runs at `register`.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html (modelId)
 *
 * @packageDocumentation
 */

import { remembered } from './remembered.ts'

/** What kind of thing a model id names. `foundation-model` is also the kind of a plain id. */
export type ModelIdKind =
  | 'foundation-model'
  | 'inference-profile'
  | 'application-inference-profile'
  | 'provisioned-model'
  | 'custom-model'
  | 'custom-model-deployment'
  | 'imported-model'
  | 'prompt'
  | 'prompt-router'
  | 'endpoint'

/** A model id taken apart. */
export interface ParsedModelId {
  readonly kind: ModelIdKind
  /** The foundation model behind it, e.g. `anthropic.claude-sonnet-4-5-20250929-v1:0`; `undefined` where the id does not say. */
  readonly model: string | undefined
  /** The part before the dot, e.g. `anthropic`. */
  readonly provider: string | undefined
  /** The geography of a cross-region profile (`us`, `global`, ...). */
  readonly geography: string | undefined
  /** `aws`, `aws-us-gov`, `aws-cn`, ...; only from an ARN. */
  readonly partition: string | undefined
  /** Only from an ARN. */
  readonly region: string | undefined
  readonly account: string | undefined
}

/**
 * Geographies before providers that this list does not know yet; before a known one any short word is one (`amer`).
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html (2026-11)
 */
const GEOGRAPHIES: ReadonlySet<string> = new Set([
  'global',
  'us',
  'eu',
  'apac',
  'amer',
  'jp',
  'au',
  'in',
  'ca',
  'us-gov',
])
const SHORT_PREFIX = /^[a-z]{2,6}(?:-[a-z]{2,6})?$/

/** Providers whose text models Bedrock serves (2026-11): the part of an id before the dot. */
const PROVIDERS: ReadonlySet<string> = new Set([
  'ai21',
  'amazon',
  'anthropic',
  'cohere',
  'deepseek',
  'google',
  'luma',
  'meta',
  'minimax',
  'mistral',
  'moonshot',
  'moonshotai',
  'nvidia',
  'openai',
  'qwen',
  'stability',
  'twelvelabs',
  'writer',
  'xai',
  'zai',
])

/** ARN resource types → kind. */
const RESOURCES: ReadonlyMap<string, ModelIdKind> = new Map([
  ['foundation-model', 'foundation-model'],
  ['inference-profile', 'inference-profile'],
  ['application-inference-profile', 'application-inference-profile'],
  ['provisioned-model', 'provisioned-model'],
  ['custom-model', 'custom-model'],
  ['custom-model-deployment', 'custom-model-deployment'],
  ['imported-model', 'imported-model'],
  ['prompt', 'prompt'],
  ['prompt-router', 'prompt-router'],
  ['default-prompt-router', 'prompt-router'],
  ['endpoint', 'endpoint'],
])

/**
 * Takes a model id or ARN apart.
 *
 * @returns for a text that is neither, a `foundation-model` without a `model`
 */
export const parseModelId: (id: string) => ParsedModelId = remembered((id) => {
  if (id.startsWith('arn:')) return parseArn(id)
  const plain = splitGeography(id)
  return {
    kind: plain.geography === undefined ? 'foundation-model' : 'inference-profile',
    ...plain,
    partition: undefined,
    region: undefined,
    account: undefined,
  }
})

/** Whether a model is the ARN of a prompt from prompt management. */
export function isStoredPrompt(id: string): boolean {
  return id.startsWith('arn:') && parseModelId(id).kind === 'prompt'
}

/** Whether a text reads as a Bedrock model id or ARN, a leading `@slug/` aside. Names such as `gpt-4o` do not. */
export const looksLikeModelId: (text: string) => boolean = remembered(isModelId)

function isModelId(text: string): boolean {
  const id = stripSlug(text)
  if (/[\s@]/.test(id)) return false
  if (id.startsWith('arn:')) {
    const [, partition = '', service] = id.split(':')
    return (
      partition.startsWith('aws') && (service === 'bedrock' || service === 'sagemaker') && isKnownResource(id)
    )
  }
  const { model, provider, geography } = splitGeography(id)
  if (model === undefined || provider === undefined || id.includes('/')) return false
  const name = model.slice(provider.length + 1)
  // A provider that this list does not know yet is believed when the rest has Bedrock's own form.
  const versioned = /-v\d+(?::\d+)?(?::[\w-]+)?$/.test(name)
  // A name without a hyphen or a digit is a domain rather: `openai.com`, not `deepseek.v3.2`.
  if (PROVIDERS.has(provider))
    return /^[a-z0-9]/.test(name) && (/[-\d]/.test(name) || GEOGRAPHIES.has(geography ?? ''))
  return versioned && /^[a-z][a-z0-9-]*$/.test(provider)
}

/** The id as one segment of a URL path: `:` → `%3A`, `/` → `%2F`. An unencoded ARN reaches the wrong operation. */
export const encodeModelId: (id: string) => string = remembered((id) =>
  encodeURIComponent(id).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  ),
)

/** LiteLLM's spelling, with its word for the API or without: `bedrock/converse/us.amazon.nova-lite-v1:0`. */
const LITELLM_PREFIX = /^bedrock(?:_converse)?\/(?:converse\/|converse_like\/|invoke\/)?(?=.)/

/**
 * Takes off the `@slug/` by which some gateways name a provider, `@bedrock/us.amazon.nova-lite-v1:0`, and LiteLLM's
 * `bedrock/`.
 */
export function stripSlug(id: string): string {
  const prefix = LITELLM_PREFIX.exec(id)
  if (prefix !== null) return id.slice(prefix[0].length)
  if (!id.startsWith('@')) return id
  const slash = id.indexOf('/')
  return slash > 1 && slash < id.length - 1 ? id.slice(slash + 1) : id
}

function parseArn(arn: string): ParsedModelId {
  const [, partition, , region, account, ...rest] = arn.split(':')
  const resource = rest.join(':')
  const slash = resource.indexOf('/')
  const kind = RESOURCES.get(resource.slice(0, slash)) ?? 'foundation-model'
  return {
    kind,
    ...modelOfResource(kind, resource.slice(slash + 1)),
    partition: partition || undefined,
    region: region || undefined,
    account: account || undefined,
  }
}

type PlainId = Pick<ParsedModelId, 'model' | 'provider' | 'geography'>

const OPAQUE: PlainId = { model: undefined, provider: undefined, geography: undefined }

/** Most resources have random names; only these say which model is behind them. */
function modelOfResource(kind: ModelIdKind, name: string): PlainId {
  if (kind === 'foundation-model' || kind === 'inference-profile') return splitGeography(name)
  if (kind === 'custom-model') return splitGeography(name.split('/')[0] ?? '')
  return OPAQUE
}

function splitGeography(id: string): PlainId {
  const dot = id.indexOf('.')
  if (dot <= 0 || dot === id.length - 1) return OPAQUE
  const first = id.slice(0, dot)
  const model = id.slice(dot + 1)
  const next = model.indexOf('.')
  const provider = model.slice(0, Math.max(next, 0))
  const isGeography =
    GEOGRAPHIES.has(first) || (SHORT_PREFIX.test(first) && !PROVIDERS.has(first) && PROVIDERS.has(provider))
  if (!isGeography) return { model: id, provider: first, geography: undefined }
  if (next <= 0 || next === model.length - 1) return OPAQUE
  return { model, provider, geography: first }
}

function isKnownResource(arn: string): boolean {
  const resource = arn.split(':').slice(5).join(':')
  return RESOURCES.has(resource.slice(0, resource.indexOf('/')))
}
