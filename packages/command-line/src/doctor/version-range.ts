/**
 * Whether a version is in a range of a package's manifest, as far as the ranges of this package go: `^1.2.3`, `>=1.2.0 <3`, joined by
 * `||`. Prereleases count as their release.
 */
export function isInRange(version: string, range: string): boolean {
  return range.split('||').some((part) =>
    part
      .trim()
      .split(' ')
      .filter((bound) => bound !== '')
      .every((bound) => meets(parse(version), bound)),
  )
}

type Version = readonly [number, number, number]

function meets(version: Version, bound: string): boolean {
  const operator = ['^', '>=', '<'].find((one) => bound.startsWith(one)) ?? ''
  const limit = parse(bound.slice(operator.length))
  const order = compare(version, limit)
  if (operator === '>=') return order >= 0
  if (operator === '<') return order < 0
  if (operator === '^') return order >= 0 && compare(version, next(limit)) < 0
  return order === 0
}

/** The first version that `^` does not take. */
function next([major, minor]: Version): Version {
  return major > 0 ? [major + 1, 0, 0] : [0, minor + 1, 0]
}

function parse(text: string): Version {
  const [major = 0, minor = 0, patch = 0] = (text.split('-', 1)[0] ?? '').split('.').map(Number)
  return [major, minor, patch]
}

function compare(a: Version, b: Version): number {
  const index = a.findIndex((part, position) => part !== b[position])
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0)
}
