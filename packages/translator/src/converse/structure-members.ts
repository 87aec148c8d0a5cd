import type { WarningCollector } from '../context.ts'
import { expectString, isAbsent } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'

/** The members of a structure in either spelling, all strings. */
export function readMembers<Name extends string>(
  given: JsonObject,
  path: string,
  warnings: WarningCollector,
  names: Readonly<Record<Name, string>>,
): Partial<Record<Name, string>> {
  const read: Partial<Record<Name, string>> = {}
  const spellings = new Map(
    (Object.entries(names) as [Name, string][]).flatMap(([camel, snake]) => [
      [camel, camel] as const,
      [snake, camel] as const,
    ]),
  )
  for (const [key, value] of Object.entries(given)) {
    const name = spellings.get(key)
    if (isAbsent(value)) continue
    if (name === undefined)
      warnings.add(
        'unknown_parameter',
        `${path}.${key}`,
        `${path}.${key} is not known to Bedrock; it was left out.`,
      )
    else read[name] = expectString(value, `${path}.${key}`)
  }
  return read
}
