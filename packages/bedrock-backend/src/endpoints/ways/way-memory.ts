import type { Way } from '@patchbay/translator'

import { createRefusalMemory } from './refusal-memory.ts'

/** Ways that the service has refused for a model, for a while: they are not tried again first. */
export interface WayMemory {
  /** The way was refused. */
  readonly refuse: (modelId: string, way: Way) => void
  /** The ways in order, those that were refused lately at the end. */
  readonly order: (modelId: string, ways: readonly [Way, ...Way[]]) => readonly [Way, ...Way[]]
}

/** @param now milliseconds since the epoch */
export function createWayMemory(now: () => number = Date.now): WayMemory {
  const memory = createRefusalMemory(now)
  return {
    refuse: (modelId, way) => memory.refuse(keyOf(modelId, way)),
    order(modelId, ways) {
      if (memory.isEmpty() || ways.length === 1) return ways
      const [served, refused] = [false, true].map((wanted) =>
        ways.filter((way) => memory.isRefused(keyOf(modelId, way)) === wanted),
      ) as [Way[], Way[]]
      return [...served, ...refused] as unknown as readonly [Way, ...Way[]]
    },
  }
}

function keyOf(modelId: string, { api, host, native }: Way): string {
  return [modelId, api, host, native].join('\n')
}
