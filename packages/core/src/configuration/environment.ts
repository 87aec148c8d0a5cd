import { ConfigurationError } from '../errors/configuration-error.ts'

/**
 * An environment variable, trimmed; `undefined` when it is unset, blank, out of reach (Deno without `--allow-env`), or
 * there is no environment at all.
 */
export function readEnvironment(name: string): string | undefined {
  try {
    return globalThis.process?.env?.[name]?.trim() || undefined
  } catch {
    return undefined
  }
}

/**
 * A switch such as `PATCHBAY_REQUIRE_GATEWAY`: `1` or `true`, `0` or `false`, `undefined` when unset.
 *
 * @param read stands for the process's environment
 * @throws ConfigurationError for anything else: a typing error must not quietly turn a safeguard off.
 */
export function readSwitch(
  name: string,
  read: (name: string) => string | undefined = readEnvironment,
): boolean | undefined {
  const value = read(name)?.toLowerCase()
  if (value === undefined) return undefined
  if (value === '1' || value === 'true') return true
  if (value === '0' || value === 'false') return false
  throw new ConfigurationError(`${name} must be 1 or 0 (or true or false), not ${JSON.stringify(value)}.`)
}
