import { geographiesOf, toRuntimeId, type CrossRegion } from './host-ids.ts'
import type { ModelFacts } from './model-capabilities.ts'
import { parseModelId } from './model-id.ts'

/**
 * Whether a host refuses the model by the id that it would be sent: it is served by inference profiles only, and nothing says
 * which one.
 */
export function lacksProfile({ id, capabilities }: ModelFacts, { crossRegion }: CrossRegion): boolean {
  const { kind, geography } = parseModelId(id)
  return (
    capabilities.profileOnly &&
    crossRegion === undefined &&
    geography === undefined &&
    kind === 'foundation-model'
  )
}

/**
 * The profile by which a model can be called from a region: of the region's geography, else the global one. `undefined` where the
 * model is not known to need one, or none is known.
 */
export function suggestProfile(
  { id, capabilities }: ModelFacts,
  region: string | undefined,
): string | undefined {
  const { model } = parseModelId(id)
  if (model === undefined || !capabilities.profileOnly) return undefined
  const bare = toRuntimeId(model)
  const { profiles } = capabilities
  const near = geographiesOf(region)
  const geography = near.find((name) => profiles.includes(name)) ?? profiles.find((name) => name === 'global')
  return geography === undefined ? undefined : `${geography}.${bare}`
}
