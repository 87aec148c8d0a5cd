import { TranslationError } from '../translation-error.ts'
import { FAMILIES } from './families.ts'
import type { BedrockHost, ModelFacts } from './model-capabilities.ts'
import { parseModelId } from './model-id.ts'

/** Mantle's names of models that do not follow from those on Runtime. */
const MANTLE_NAMES: Readonly<Record<string, string>> = {
  'deepseek.v3-v1:0': 'deepseek.v3.1',
  'moonshot.kimi-k2-thinking': 'moonshotai.kimi-k2-thinking',
}

/** The version of an id, with the date before it where there is one. Only Runtime's ids have it. */
const VERSION = /(?:-20\d{6})?(?:-v?\d+:\d+|-v\d+)$/

/** A bare id as Mantle has it: `openai.gpt-oss-20b-1:0` → `openai.gpt-oss-20b`. */
export function toMantleId(bareId: string): string {
  return MANTLE_NAMES[bareId] ?? bareId.replace(VERSION, '')
}

let runtimeNames: ReadonlyMap<string, string> | undefined

/** The reverse, for the models that are known: `openai.gpt-oss-20b` → `openai.gpt-oss-20b-1:0`. Other ids stay as they are. */
export function toRuntimeId(bareId: string): string {
  runtimeNames ??= new Map(
    Object.values(FAMILIES).flatMap(({ models }) =>
      models.flatMap(({ ids }) =>
        ids.flatMap((id) => {
          const bare = parseModelId(id).model ?? id
          const onMantle = toMantleId(bare)
          return onMantle === bare ? [] : [[onMantle, bare] as const]
        }),
      ),
    ),
  )
  return runtimeNames.get(bareId) ?? bareId
}

/** Beginnings of regions → the geographies whose profiles serve them, the nearest first. */
const GEOGRAPHIES: readonly (readonly [region: RegExp, geographies: readonly string[]])[] = [
  [/^us-gov-/, ['us-gov']],
  [/^us-/, ['us']],
  [/^ca-/, ['ca', 'us']],
  [/^eu-/, ['eu']],
  [/^ap-northeast-[13]$/, ['jp', 'apac']],
  [/^ap-southeast-[24]$/, ['au', 'apac']],
  [/^ap-south-/, ['in', 'apac']],
  [/^ap-/, ['apac']],
]

/** The geographies whose profiles serve a region, the nearest first; none where it is not known. */
export function geographiesOf(region: string | undefined): readonly string[] {
  return GEOGRAPHIES.find(([pattern]) => pattern.test(region ?? ''))?.[1] ?? []
}

/** Where a request may be served beyond its region. */
export interface CrossRegion {
  readonly crossRegion?: 'geo' | 'global' | undefined
  readonly region?: string | undefined
}

/**
 * The model as a host names it. On Mantle without a prefix. On Runtime as the caller wrote it, in Runtime's own spelling, and with
 * the prefix of a profile where it is needed and `crossRegion` allows it.
 *
 * @param plain - an ARN that names a model or a profile becomes that name: the paths of OpenAI's and Anthropic's APIs take no ARN
 * @throws TranslationError (400) where there is no profile of the geography
 */
export function toHostModelId(
  { id, capabilities }: ModelFacts,
  host: BedrockHost,
  options: CrossRegion,
  plain: boolean,
): string {
  const { kind, model, geography } = parseModelId(id)
  if (model === undefined) return id
  if (host === 'mantle') return toMantleId(model)
  if (id.startsWith('arn:')) {
    const isNamed = kind === 'foundation-model' || kind === 'inference-profile'
    return plain && isNamed ? (geography === undefined ? model : `${geography}.${model}`) : id
  }
  if (geography !== undefined) return `${geography}.${toRuntimeId(model)}`
  const bare = toRuntimeId(model)
  return capabilities.profileOnly ? withPrefix(bare, capabilities.profiles, options) : bare
}

function withPrefix(bare: string, profiles: readonly string[], { crossRegion, region }: CrossRegion): string {
  if (crossRegion === undefined) return bare
  if (crossRegion === 'global') return `global.${bare}`
  const near = geographiesOf(region)
  const geography = profiles.length === 0 ? near[0] : near.find((name) => profiles.includes(name))
  if (geography !== undefined) return `${geography}.${bare}`
  const known = profiles.length === 0 ? '' : ` It has profiles of: ${profiles.join(', ')}.`
  throw new TranslationError(
    `${bare} is served by inference profiles only, and none of the geography of ${region ?? 'the region'} is known.${known} ` +
      "Name one as `model`, or let requests leave the geography: bedrock({ crossRegion: 'global' }).",
    { param: 'model', code: 'no_inference_profile' },
  )
}
