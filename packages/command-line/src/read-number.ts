import { UsageError } from './usage-error.ts'

/**
 * The number that an option was given.
 *
 * @param name the option, without its dashes
 * @throws UsageError
 */
export function readNumber(
  name: string,
  given: string | undefined,
  fallback: number,
  { integer = false, least = 0, most = 1_000_000 } = {},
): number {
  if (given === undefined) return fallback
  const value = Number(given)
  if (given.trim() !== '' && value >= least && value <= most && (!integer || Number.isInteger(value)))
    return value
  throw new UsageError(`--${name} takes a number from ${least} to ${most}, not ${JSON.stringify(given)}`)
}

/**
 * The port of `--port`; 0 is any that is free.
 *
 * @throws UsageError
 */
export function readPort(given: string | undefined, fallback: number): number {
  return readNumber('port', given, fallback, { integer: true, least: 0, most: 65_535 })
}
