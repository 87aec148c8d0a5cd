/**
 * The known name that a misspelt one most likely means, or `undefined` where none is near: at most a third of its
 * letters may differ, upper and lower case counting as the same.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase()
  const most = ({ length }: string): number => Math.max(1, Math.floor(length / 3))
  const rated = known
    // A name may come from any user: one of a megabyte is not compared letter by letter.
    .filter((candidate) => Math.abs(candidate.length - wanted.length) <= most(candidate))
    .map((candidate) => ({ candidate, distance: editDistance(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= most(candidate))
  return rated.toSorted((a, b) => a.distance - b.distance)[0]?.candidate
}

/**
 * How many letters have to be inserted, deleted, replaced or swapped with their neighbour.
 * https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance
 */
function editDistance(from: string, to: string): number {
  const table = [Array.from({ length: to.length + 1 }, (_, column) => column)]
  const at = (row: number, column: number): number => table[row]?.[column] ?? 0
  for (let row = 1; row <= from.length; row += 1) {
    const distances = [row]
    table.push(distances)
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1]
      const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      distances.push(
        Math.min(
          at(row - 1, column - 1) + (isSame ? 0 : 1),
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          isSwapped && row > 1 && column > 1 ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
  }
  return at(from.length, to.length)
}
