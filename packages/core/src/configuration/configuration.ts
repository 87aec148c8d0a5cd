import { ConfigurationError } from '../errors/configuration-error.ts'
import { refuseUnknownOptions } from '../gateways/gateway-options.ts'
import type { GatewayRoute } from '../gateways/gateway-types.ts'
import { checkHooks } from '../hooks/check-hooks.ts'
import type { Hooks } from '../hooks/hook-event.ts'
import { reasonOf } from '../internal/reason-of.ts'
import { processState } from '../process-state.ts'
import type { Route } from '../route.ts'
import type { Warning, WarningHandler } from '../warning.ts'
import { scopedWarningHandler } from './warning-scope.ts'

/** Options of `configure`. */
export interface ConfigurationOptions {
  /** Names for routes: what `register(client, 'name')` looks up first. A string is resolved like any string route. */
  routes?: Readonly<Record<string, Route | string>> | undefined
  /** The gateway of every registration without a route: a route object, a preset's name, or a complete base URL. */
  gateway?: GatewayRoute | string | undefined
  /** Refuse every implicit local route. `PATCHBAY_REQUIRE_GATEWAY=1` does so too, whatever is said here. */
  requireGateway?: boolean | undefined
  /** Receives the warnings of routes that have no `onWarning` of their own. */
  onWarning?: WarningHandler | undefined
  /** See the requests of registrations made from now on begin, be tried and end. One object, or a list. Default: none. */
  hooks?: Hooks | readonly Hooks[] | undefined
  /** Give hooks the bodies of requests and answers, which hold what people have written. Default `false`. */
  captureContent?: boolean | undefined
  /** Name the route that has answered in the header `x-patchbay-route` of answers. Default `false`. */
  reportRoute?: boolean | undefined
}

const OPTIONS = [
  'routes',
  'gateway',
  'requireGateway',
  'onWarning',
  'hooks',
  'captureContent',
  'reportRoute',
] as const satisfies readonly (keyof ConfigurationOptions)[]

/** One configuration for all copies of the package in this process. */
function state(): { current: ConfigurationOptions } {
  return processState('configuration.v1', () => ({ current: {} }))
}

/**
 * Merges `options` into the process's configuration; `routes` are merged name by name. `null` resets everything.
 * An option that is `undefined` stays as it was: a missing variable must not turn a safeguard off. It is read at `register`:
 * existing registrations keep their route.
 *
 * @throws ConfigurationError for an unknown option, or a value of the wrong type.
 */
export function configure(options: ConfigurationOptions | null): void {
  if (options === null) {
    state().current = {}
    return
  }
  if (typeof options !== 'object')
    throw new ConfigurationError('configure() takes an object, or null to reset.')
  refuseUnknownOptions(options, OPTIONS, 'configure()')
  checkValues(options)
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const { current } = state()
  state().current = { ...current, ...given, routes: { ...current.routes, ...options.routes } }
}

function checkValues(options: ConfigurationOptions): void {
  const { gateway, onWarning, routes, hooks } = options
  const isGateway =
    typeof gateway === 'object' ? typeof gateway?.named === 'function' : typeof (gateway ?? '') === 'string'
  if (!isGateway)
    throw new ConfigurationError(
      "configure({ gateway }) takes a gateway route such as javelin(), a preset's name, or a complete base URL.",
    )
  for (const name of ['requireGateway', 'captureContent', 'reportRoute'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'boolean')
      throw new ConfigurationError(`configure({ ${name} }) takes true or false.`)
  }
  checkHooks(hooks, 'configure()')
  if (onWarning !== undefined && typeof onWarning !== 'function')
    throw new ConfigurationError('configure({ onWarning }) takes a function.')
  if (routes !== undefined && (typeof routes !== 'object' || routes === null))
    throw new ConfigurationError('configure({ routes }) takes an object of names and routes.')
}

/** The configuration as it stands. */
export function configuration(): ConfigurationOptions {
  return state().current
}

/**
 * Passes a warning to the route's own handler, else to the configured one. A handler that throws or rejects fails
 * neither the request nor the process: what it threw becomes a process warning, where the runtime has them.
 */
export function emitWarning(warning: Warning, routeHandler: WarningHandler | undefined): void {
  try {
    const outcome: unknown = (scopedWarningHandler() ?? routeHandler ?? state().current.onWarning)?.(warning)
    if (outcome instanceof Promise) outcome.catch(reportHandler)
  } catch (error) {
    reportHandler(error)
  }
}

function reportHandler(error: unknown): void {
  globalThis.process?.emitWarning?.(`A Patchbay onWarning handler threw: ${reasonOf(error)}`)
}
