import { createHash } from 'node:crypto'

/** An embedding derived from the text's hash: unit length, the same each time, different for different texts. */
export function embed(text: string, dimensions: number): number[] {
  const values: number[] = []
  for (let block = 0; values.length < dimensions; block += 1) {
    const digest = createHash('sha256').update(`${block}:${text}`).digest()
    for (let offset = 0; offset + 2 <= digest.length && values.length < dimensions; offset += 2) {
      values.push(digest.readInt16BE(offset) / 32_768)
    }
  }
  const length = Math.hypot(...values)
  return values.map((value) => Math.fround(value / length))
}
