import { ConfigurationError } from '../errors/configuration-error.ts'

/** What the value of an option may be: a type, one of a list, or what a function accepts. `undefined` is always fine. */
export type OptionKind = 'string' | 'number' | 'boolean' | readonly string[] | ((value: unknown) => boolean)

/** Options and their kinds. */
export type OptionTable = Readonly<Record<string, OptionKind>>

/** The options that a table describes; all of them may be left out. */
export type OptionsOf<Table extends OptionTable> = {
  -readonly [Name in keyof Table]?: OptionValue<Table[Name]> | undefined
}

/** The values that an option of a kind takes. */
type OptionValue<Kind> = Kind extends 'string'
  ? string
  : Kind extends 'number'
    ? number
    : Kind extends 'boolean'
      ? boolean
      : Kind extends readonly (infer Word)[]
        ? Word
        : Kind extends ((value: unknown) => value is infer Value)
          ? Value
          : unknown

/**
 * Checks values against a table.
 *
 * @throws ConfigurationError that names the option, never its value: it may be a secret.
 */
export function checkOptionValues(options: object, table: OptionTable, owner: string): void {
  for (const [name, kind] of Object.entries(table)) {
    const value: unknown = Object.hasOwn(options, name) ? Reflect.get(options, name) : undefined
    if (value === undefined || fits(value, kind)) continue
    throw new ConfigurationError(`${owner}: \`${name}\` ${expectation(kind)}.`)
  }
}

function fits(value: unknown, kind: OptionKind): boolean {
  if (typeof kind === 'function') return kind(value)
  if (typeof kind === 'string') return typeof value === kind
  return !Array.isArray(kind) || kind.some((word) => word === value)
}

function expectation(kind: OptionKind): string {
  if (typeof kind === 'function') return 'has a value that is not allowed'
  return typeof kind === 'string' ? `must be a ${kind}` : `must be one of ${kind.join(', ')}`
}
