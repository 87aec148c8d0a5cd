import { ConfigurationError } from '../errors/configuration-error.ts'

/** An environment variable, trimmed; `undefined` when it is unset, blank, or there is no environment at all. */
export function readEnvironment(name: string): string | undefined {
  const value = globalThis.process?.env[name]?.trim()
  return value === '' ? undefined : value
}

/**
 * A switch such as `PATCHBAY_REQUIRE_GATEWAY`: `1` or `true`, `0` or `false`, `undefined` when unset.
 *
 * @throws ConfigurationError for anything else: a typing error must not quietly turn a safeguard off.
 */
export function readSwitch(name: string): boolean | undefined {
  const value = readEnvironment(name)?.toLowerCase()
  if (value === undefined) return undefined
  if (value === '1' || value === 'true') return true
  if (value === '0' || value === 'false') return false
  throw new ConfigurationError(`${name} must be 1 or 0, not ${JSON.stringify(value)}.`)
}
