import type { ModelIdKind } from '@patchbay/translator'

/** Where the control plane keeps what an opaque id stands for. */
export const CONTROL_PLANE_RESOURCES: Readonly<Partial<Record<ModelIdKind, string>>> = {
  'application-inference-profile': 'inference-profiles',
  'provisioned-model': 'provisioned-model-throughput',
  'custom-model-deployment': 'model-customization/custom-model-deployments',
  'prompt-router': 'prompt-routers',
}

/** Whether ids of a kind do not tell their model, and the control plane does. */
export function isLookedUp(kind: ModelIdKind): boolean {
  return CONTROL_PLANE_RESOURCES[kind] !== undefined
}
