import { ConfigurationError } from '../errors/configuration-error.ts'
import { refuseUnknownOptions } from '../gateways/gateway-options.ts'
import type { GatewayRoute } from '../gateways/gateway-route.ts'
import type { Route } from '../route.ts'
import type { Warning, WarningHandler } from '../warning.ts'

/** Options of `configure`. */
export interface ConfigurationOptions {
  /** Names for routes: what `register(client, 'name')` looks up first. A string is resolved like any string route. */
  routes?: Readonly<Record<string, Route | string>> | undefined
  /** The gateway of every registration without a route: a route object, a preset's name, or a complete base URL. */
  gateway?: GatewayRoute | string | undefined
  /** Refuse every implicit local route. Default: `PATCHBAY_REQUIRE_GATEWAY`, else false. */
  requireGateway?: boolean | undefined
  /** Receives the warnings of routes that have no `onWarning` of their own. */
  onWarning?: WarningHandler | undefined
}

const OPTIONS = [
  'routes',
  'gateway',
  'requireGateway',
  'onWarning',
] as const satisfies readonly (keyof ConfigurationOptions)[]

let current: ConfigurationOptions = {}

/**
 * Merges `options` into the process's configuration; `routes` are merged name by name. `null` resets everything.
 * Read at `register`: registrations that stand already do not move.
 *
 * @throws ConfigurationError for an unknown option.
 */
export function configure(options: ConfigurationOptions | null): void {
  if (options === null) {
    current = {}
    return
  }
  if (typeof options !== 'object')
    throw new ConfigurationError('configure() takes an object, or null to reset.')
  refuseUnknownOptions(options, OPTIONS, 'configure()')
  const routes = options.routes === undefined ? current.routes : { ...current.routes, ...options.routes }
  current = { ...current, ...options, routes }
}

/** The configuration as it stands. */
export function configuration(): ConfigurationOptions {
  return current
}

/** Hands a warning to the route's own handler, else to the configured one. A handler that throws cannot fail a request. */
export function emitWarning(warning: Warning, routeHandler: WarningHandler | undefined): void {
  try {
    ;(routeHandler ?? current.onWarning)?.(warning)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
