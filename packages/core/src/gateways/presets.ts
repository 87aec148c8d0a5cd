import type { GatewayRoute } from './gateway-route.ts'
import { javelin } from './javelin.ts'

/** A gateway that can be configured by the environment alone. */
export interface Preset {
  /** The variable whose presence configures this gateway. */
  readonly keyVariable: string
  readonly create: () => GatewayRoute
}

/** The presets by the name that `PATCHBAY_GATEWAY` and `configure({ gateway })` know them by. */
export const PRESETS: Readonly<Record<string, Preset>> = {
  javelin: { keyVariable: 'JAVELIN_API_KEY', create: () => javelin() },
}
