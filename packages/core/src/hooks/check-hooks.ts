import { ConfigurationError } from '../errors/configuration-error.ts'
import { refuseUnknownOptions } from '../gateways/gateway-options.ts'
import type { Hooks } from './hook-event.ts'

const HOOKS = ['onStart', 'onAttempt', 'onFirstToken', 'onEnd'] as const satisfies readonly (keyof Hooks)[]

/**
 * Refuses what are no hooks: a misspelt one would never be called.
 *
 * @throws ConfigurationError
 */
export function checkHooks(given: unknown, owner: string): void {
  if (given === undefined) return
  for (const hooks of Array.isArray(given) ? (given as readonly unknown[]) : [given]) {
    if (typeof hooks !== 'object' || hooks === null)
      throw new ConfigurationError(
        `${owner}: \`hooks\` takes an object such as { onEnd }, or a list of these.`,
      )
    refuseUnknownOptions(hooks, HOOKS, `\`hooks\` of ${owner}`)
    const wrong = HOOKS.find((name) => !['function', 'undefined'].includes(typeof (hooks as Hooks)[name]))
    if (wrong !== undefined) throw new ConfigurationError(`${owner}: \`hooks.${wrong}\` must be a function.`)
  }
}
