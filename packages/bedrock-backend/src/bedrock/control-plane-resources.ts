import type { ModelIdKind } from '@patchbay/translator'

/** The control plane's resource for each kind of id that does not tell its model. */
export const CONTROL_PLANE_RESOURCES: Readonly<Partial<Record<ModelIdKind, string>>> = {
  'application-inference-profile': 'inference-profiles',
  'provisioned-model': 'provisioned-model-throughput',
  'custom-model-deployment': 'model-customization/custom-model-deployments',
  'prompt-router': 'prompt-routers',
}

/** Whether ids of this kind do not tell their model, but the control plane does. */
export function isResolvable(kind: ModelIdKind): boolean {
  return CONTROL_PLANE_RESOURCES[kind] !== undefined
}
