import { FAMILIES } from './families.ts'
import type { FamilyFacts, ModelCapabilities, ModelFacts, ModelFamily } from './model-capabilities.ts'
import { parseModelId } from './model-id.ts'
import { remembered } from './remembered.ts'

/**
 * Says what is known of a model, from its id alone. No I/O, and cheap enough for every request.
 *
 * @param id - a model id, an inference profile or any ARN that Converse takes, an `@slug/` already taken off. For
 *   ids that say nothing (application inference profiles, imported and provisioned models) and for providers that no
 *   family lists, the family is `unknown`.
 * @param overrides - what the caller knows better; `family` alone brings that family's general facts
 */
export function describeModel(
  id: string,
  overrides?: Partial<ModelCapabilities> & { family?: ModelFamily },
): ModelFacts {
  if (overrides === undefined) return describeById(id)
  return { id, capabilities: merge(capabilitiesOf(id, overrides.family), overrides) }
}

const describeById = remembered((id): ModelFacts => ({ id, capabilities: capabilitiesOf(id, undefined) }))

/** What was found out of the ids that were asked for lately, so that a request does not put a row together again. */
const DESCRIBED = new Map<string, ModelCapabilities>()
const MAX_DESCRIBED = 256
/** The longest that Bedrock takes: what is longer is no id, and is not kept. */
const MAX_ID_LENGTH = 2048

function capabilitiesOf(id: string, declared: ModelFamily | undefined): ModelCapabilities {
  const key = `${declared ?? ''} ${id}`
  const described = DESCRIBED.get(key)
  if (described !== undefined) return described
  const capabilities = findCapabilities(id, declared)
  if (DESCRIBED.size >= MAX_DESCRIBED) DESCRIBED.clear()
  if (id.length <= MAX_ID_LENGTH) DESCRIBED.set(key, capabilities)
  return capabilities
}

function findCapabilities(id: string, declared: ModelFamily | undefined): ModelCapabilities {
  const { model = '', provider = '', geography } = parseModelId(id)
  const { general, models } = FAMILIES[declared ?? familyOf(provider, model)]
  const row = models.find(({ fits }) => fits(model))
  const known = row === undefined ? general : merge(general, row.differs)
  // GovCloud refuses `thinking.display`: reasoning cannot be asked for in words there.
  return geography === 'us-gov' && known.hidesReasoning ? { ...known, hidesReasoning: false } : known
}

const FAMILIES_BY_PROVIDER: ReadonlyMap<string, readonly { part: string; family: ModelFamily }[]> = (() => {
  const entries = Object.entries(FAMILIES) as [ModelFamily, FamilyFacts][]
  const members = entries.flatMap(([family, facts]) => facts.members.map((member) => ({ family, ...member })))
  return Map.groupBy(members, ({ provider }) => provider)
})()

/** The family that lists a model; `unknown` where none does. */
export function familyOf(provider: string, model: string): ModelFamily {
  const entries = FAMILIES_BY_PROVIDER.get(provider)
  return entries?.find(({ part }) => model.includes(part))?.family ?? 'unknown'
}

/** `undefined` in an override means "not said", as in any options object. */
function merge(base: ModelCapabilities, overrides: Partial<ModelCapabilities>): ModelCapabilities {
  const said = Object.entries(overrides).filter(([, value]) => value !== undefined)
  return said.length === 0 ? base : { ...base, ...(Object.fromEntries(said) as Partial<ModelCapabilities>) }
}
