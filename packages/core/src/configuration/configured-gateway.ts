import { AmbiguousGatewayError } from '../errors/ambiguous-gateway-error.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { isSameBase } from '../gateways/environment-keys.ts'
import { gateway } from '../gateways/gateway.ts'
import type { GatewayRoute } from '../gateways/gateway-types.ts'
import { PRESETS, findPreset } from '../gateways/presets.ts'
import { configuration } from './configuration.ts'
import { readEnvironment, readSwitch } from './environment.ts'

/**
 * The gateway that is named by the configuration, else by `PATCHBAY_GATEWAY`, else the only preset whose key is set.
 *
 * @throws ConfigurationError when the named one is unknown or lacks its own settings.
 * @throws AmbiguousGatewayError when two presets have keys and nothing says which one to use.
 */
export function configuredGateway(): GatewayRoute | undefined {
  const configured = configuration().gateway
  if (typeof configured === 'object') return configured
  const named = configured ?? readEnvironment('PATCHBAY_GATEWAY')
  return named === undefined ? gatewayOfEnvironment() : gatewayByName(named, configured === undefined)
}

function gatewayByName(name: string, fromEnvironment: boolean): GatewayRoute {
  const preset = findPreset(name)
  if (preset !== undefined) return preset()
  if (/^https?:\/\//i.test(name)) return gateway({ baseURL: name, apiKey: keyOf(name) })
  const owner = fromEnvironment ? 'PATCHBAY_GATEWAY' : 'configure({ gateway })'
  const known = PRESETS.map((known) => known.gateway.name).join(', ')
  // Anything but a plain word may be a key, or a URL that contains one.
  const given = /^[a-z][a-z_-]{0,30}$/i.test(name) ? `, not "${name}"` : ''
  throw new ConfigurationError(`${owner} must be one of ${known}, or a complete base URL${given}.`)
}

/** The key of the environment belongs to the URL of the environment. */
function keyOf(baseURL: string): string | undefined {
  const apiKey = readEnvironment('PATCHBAY_GATEWAY_API_KEY')
  if (apiKey === undefined || isSameBase(baseURL, readEnvironment('PATCHBAY_GATEWAY'))) return apiKey
  throw new ConfigurationError(
    'PATCHBAY_GATEWAY_API_KEY belongs to the URL in PATCHBAY_GATEWAY, and is not sent to another one of configure({ gateway }). ' +
      'Give configure() a gateway({ baseURL, apiKey }), with `apiKey` where there is one.',
  )
}

function gatewayOfEnvironment(): GatewayRoute | undefined {
  const found = PRESETS.filter((preset) => {
    const variable = preset.gateway.environment['apiKey']
    return variable !== undefined && readEnvironment(variable) !== undefined
  })
  if (found.length > 1) {
    const names = found
      .map(({ gateway: { name, environment } }) => `${name} (${environment['apiKey']})`)
      .join(' and ')
    throw new AmbiguousGatewayError(
      `The environment configures ${names}. Set PATCHBAY_GATEWAY to the one to use.`,
    )
  }
  return (found[0] ?? refuseHalf())?.()
}

/** A gateway that lacks its key, or its address, must not become a route past it. */
function refuseHalf(): undefined {
  if (readEnvironment('PATCHBAY_GATEWAY_API_KEY') !== undefined) {
    throw new ConfigurationError(
      'PATCHBAY_GATEWAY_API_KEY is set without PATCHBAY_GATEWAY, which is the URL that it belongs to: set both.',
    )
  }
  for (const { gateway: preset } of PRESETS) {
    const { baseURL, apiKey } = preset.environment
    if (baseURL === undefined || readEnvironment(baseURL) === undefined) continue
    throw new ConfigurationError(
      `${baseURL} is set without ${apiKey}. Set both, or PATCHBAY_GATEWAY=${preset.name} if that gateway needs no key.`,
    )
  }
  return undefined
}

/** Whether implicit local routes are refused: either the configuration or the environment is enough. */
export function requiresGateway(): boolean {
  return configuration().requireGateway === true || readSwitch('PATCHBAY_REQUIRE_GATEWAY') === true
}
