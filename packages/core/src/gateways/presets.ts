import { altrum } from './altrum.ts'
import { bedrockAccessGateway } from './bedrock-access-gateway.ts'
import type { GatewayRoute } from './gateway-route.ts'
import { javelin } from './javelin.ts'
import { portkey } from './portkey.ts'

/** A gateway that can be configured by the environment alone. */
export interface Preset {
  /** The variable whose presence configures this gateway. */
  readonly keyVariable: string
  readonly create: () => GatewayRoute
}

/** The presets by the name that `PATCHBAY_GATEWAY` and `configure({ gateway })` know them by. */
export const PRESETS: Readonly<Record<string, Preset>> = {
  javelin: { keyVariable: 'JAVELIN_API_KEY', create: () => javelin() },
  portkey: { keyVariable: 'PORTKEY_API_KEY', create: () => portkey() },
  altrum: { keyVariable: 'ALTRUM_API_KEY', create: () => altrum() },
  'bedrock-access-gateway': {
    keyVariable: 'BEDROCK_ACCESS_GATEWAY_API_KEY',
    create: () => bedrockAccessGateway(),
  },
}

/** The preset of a name, however it is written: `bedrockAccessGateway` is `bedrock-access-gateway`. */
export function presetOf(name: string): Preset | undefined {
  const wanted = plain(name)
  const key = Object.keys(PRESETS).find((known) => plain(known) === wanted)
  return key === undefined ? undefined : PRESETS[key]
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '')
}
