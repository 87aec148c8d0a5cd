import {
  describeModel,
  looksLikeModelId,
  parseModelId,
  resolveModelName,
  stripSlug,
  type ModelCapabilities,
  type ModelFacts,
} from '@patchbay/translator'
import type { Warning } from '@patchbay/core'

import type { RequestFailure } from '../request-failure.ts'
import { findAlias } from './alias.ts'
import { isResolvable } from './control-plane-resources.ts'
import type { BedrockOptions } from './options.ts'
import type * as Refusals from './refused-models.ts'

/** The model that answers a request. */
export interface ResolvedModel {
  readonly facts: ModelFacts
  /** The foundation model behind an id that does not name it, where it was declared or could be found. */
  readonly foundationModel?: string
  /** The name requests reasoning (`Claude-4-5-Sonnet-Thinking`). */
  readonly thinking: boolean
  readonly warnings: readonly Warning[]
}

/** A `ProfileResolver` on behalf of one request. */
type ResolveProfile = (arn: string) => Promise<string | undefined>

interface NamedModel {
  readonly id: string
  readonly thinking: boolean
  readonly capabilities?: Partial<ModelCapabilities>
  readonly foundationModel?: string | undefined
}

/** What errors call the option that unknown names are served by. */
const DEFAULT_MODEL_SETTING = '`defaultModel` (PATCHBAY_DEFAULT_MODEL)'

/**
 * Which model serves a request: the route's `model`, else the request's own; by the caller's table, as an id or ARN
 * (without an `@slug/` before it), by a shipped name, and finally the default.
 *
 * @param setting what an error calls the option behind `defaultModel`
 * @throws RequestFailure 404 `model_not_found`, which names the remedy
 */
export function resolveModel(
  requested: string | undefined,
  options: Pick<BedrockOptions, 'model' | 'models'>,
  defaultModel: string | undefined,
  resolveProfile: ResolveProfile,
  setting: string = DEFAULT_MODEL_SETTING,
): ResolvedModel | Promise<ResolvedModel> {
  const name = options.model ?? requested
  const named = fromTable(name, options.models) ?? byName(name) ?? byDefault(defaultModel, options.models)
  if (named === undefined)
    return refuse(({ notFound }) => notFound(name, setting, Object.keys(options.models ?? {})))
  return describe(named, resolveProfile)
}

function fromTable(name: string | undefined, models: BedrockOptions['models']): NamedModel | undefined {
  if (name === undefined || models === undefined) return undefined
  const key = [name, stripSlug(name)].find((candidate) => Object.hasOwn(models, candidate))
  const alias = key === undefined ? undefined : findAlias(key, models)
  if (key === undefined || alias === undefined) return undefined
  if (typeof alias === 'string') return byName(alias) ?? { id: stripSlug(alias), thinking: false }
  const { id = key, foundationModel, ...capabilities } = alias
  return { ...(byName(id) ?? { id: stripSlug(id), thinking: false }), capabilities, foundationModel }
}

function byName(name: string | undefined): NamedModel | undefined {
  if (name === undefined) return undefined
  if (looksLikeModelId(name)) return { id: stripSlug(name), thinking: false }
  return resolveModelName(stripSlug(name))
}

/** A default is the caller's explicit choice: any text is taken as an id. */
function byDefault(name: string | undefined, models: BedrockOptions['models']): NamedModel | undefined {
  if (name === undefined) return undefined
  return fromTable(name, models) ?? byName(name) ?? { id: stripSlug(name), thinking: false }
}

function describe(
  { id, thinking, capabilities, foundationModel }: NamedModel,
  resolveProfile: ResolveProfile,
): ResolvedModel | Promise<ResolvedModel> {
  const { kind } = parseModelId(id)
  if (kind === 'imported-model') return refuse(({ importedModel }) => importedModel(id))
  if (foundationModel !== undefined) return { ...behindId(id, foundationModel, capabilities), thinking }
  if (!isResolvable(kind) || capabilities?.family !== undefined) {
    return { facts: describeModel(id, capabilities), thinking, warnings: [] }
  }
  return describeBehind(id, resolveProfile(id), thinking, capabilities)
}

async function describeBehind(
  id: string,
  found: Promise<string | undefined>,
  thinking: boolean,
  capabilities: Partial<ModelCapabilities> | undefined,
): Promise<ResolvedModel> {
  const behind = await found
  if (behind !== undefined) return { ...behindId(id, behind, capabilities), thinking }
  const { unknownFamily } = await import('./refused-models.ts')
  return { facts: describeModel(id, capabilities), thinking, warnings: [unknownFamily(id)] }
}

function behindId(
  id: string,
  foundationModel: string,
  capabilities: Partial<ModelCapabilities> | undefined,
): Omit<ResolvedModel, 'thinking'> {
  return { facts: { ...describeModel(foundationModel, capabilities), id }, foundationModel, warnings: [] }
}

/** Few requests name a model that is not served: what says so is loaded with the first. */
async function refuse(find: (refusals: typeof Refusals) => RequestFailure): Promise<never> {
  throw find(await import('./refused-models.ts'))
}
