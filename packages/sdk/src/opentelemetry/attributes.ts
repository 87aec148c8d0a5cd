/** Attributes as every version of OpenTelemetry takes them. */
export type Attributes = Record<string, string | number | boolean | string[]>

/** Attributes without those that have no value. */
export function withoutGaps(
  attributes: Readonly<Record<string, Attributes[string] | undefined>>,
): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      (entry): entry is [string, Attributes[string]] => entry[1] !== undefined,
    ),
  )
}
