import { altrum } from './altrum.ts'
import { bedrockAccessGateway } from './bedrock-access-gateway.ts'
import type { GatewayRoute } from './gateway-types.ts'
import { javelin } from './javelin.ts'
import { portkey } from './portkey.ts'

/** A gateway that can be configured by the environment alone. */
export interface Preset {
  (): GatewayRoute
  readonly gateway: {
    /** What `PATCHBAY_GATEWAY` and `configure({ gateway })` know it by. */
    readonly name: string
    /** Its variables; the one of `apiKey` configures it when it is set. */
    readonly environment: Readonly<Record<string, string | undefined>>
  }
}

/** The gateways that the environment alone can configure. */
export const PRESETS: readonly Preset[] = [javelin, portkey, altrum, bedrockAccessGateway]

/** The preset of a name, however it is written: `bedrockAccessGateway` is `bedrock-access-gateway`. */
export function findPreset(name: string): Preset | undefined {
  const wanted = plain(name)
  return PRESETS.find((preset) => plain(preset.gateway.name) === wanted)
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '')
}
