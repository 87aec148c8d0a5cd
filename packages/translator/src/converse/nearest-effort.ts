import type { WarningCollector } from '../context.ts'
import type { AdaptiveEffort, ModelCapabilities } from '../model-facts/model-capabilities.ts'
import type { Stated } from './stated.ts'

/** All efforts that a model may take, the least first. */
const ORDER: readonly AdaptiveEffort[] = ['minimal', 'low', 'medium', 'high', 'xhigh', 'max']

type Efforts = Pick<ModelCapabilities, 'reasoningEfforts'>

/**
 * The effort itself where the model takes it, or where nothing is known of its efforts; else the nearest that it takes, the lower
 * of two, with a warning.
 */
export function nearestEffort(
  { value: effort, path }: Stated<string>,
  { reasoningEfforts }: Efforts,
  warnings: WarningCollector,
): string {
  const rank = (candidate: string) => ORDER.findIndex((known) => known === candidate)
  const distance = (candidate: string) => Math.abs(rank(candidate) - rank(effort))
  const nearest = reasoningEfforts.toSorted((a, b) => distance(a) - distance(b))[0]
  if (nearest === undefined || nearest === effort) return effort
  warnings.add(
    rank(nearest) < rank(effort) ? 'reasoning_effort_lowered' : 'reasoning_effort_raised',
    path,
    `This model has no effort "${effort}": it became "${nearest}".`,
  )
  return nearest
}

/** What `none` becomes on a model that always reasons, with a warning. */
export function lowestEffort(
  path: string,
  { reasoningEfforts: [lowest = 'low'] }: Efforts,
  warnings: WarningCollector,
): string {
  warnings.add('reasoning_effort_raised', path, `This model always reasons: "none" became "${lowest}".`)
  return lowest
}
