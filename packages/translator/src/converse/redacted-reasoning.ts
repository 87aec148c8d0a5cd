import { concatenateBytes } from '../bytes.ts'
import { toBase64 } from './reasoning-blocks.ts'

/** Redacted reasoning of a stream by block. It is shown whole: pieces of base64 cannot simply be joined. */
export interface Redacted {
  add(index: number, bytes: Uint8Array | string): void
  /** Removes the block's data and returns it as base64; `undefined` where it has none. */
  take(index: number): string | undefined
  indices(): number[]
}

export function createRedacted(): Redacted {
  const parts = new Map<number, (Uint8Array | string)[]>()
  return {
    add: (index, bytes) => void parts.set(index, [...(parts.get(index) ?? []), bytes]),
    take(index) {
      const found = parts.get(index)
      parts.delete(index)
      if (found === undefined) return undefined
      const bytes = found.filter((part) => typeof part !== 'string')
      // A transport that does not decode blobs hands over base64, one piece a block.
      return bytes.length === found.length ? toBase64(concatenateBytes(bytes)) : found.map(toBase64).join('')
    },
    indices: () => [...parts.keys()],
  }
}
