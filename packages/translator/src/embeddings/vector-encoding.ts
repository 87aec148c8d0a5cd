import { decodeBase64, encodeBase64 } from '../base64.ts'

const BYTES = 4

/** A vector as OpenAI encodes it with `encoding_format: "base64"`: 32-bit floats, little endian. */
export function encodeVector(vector: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(vector.length * BYTES))
  for (const [index, value] of vector.entries()) view.setFloat32(index * BYTES, value, true)
  return encodeBase64(new Uint8Array(view.buffer))
}

/** The reverse of `encodeVector`; `undefined` for a text that is no such encoding. */
export function decodeVector(text: string): number[] | undefined {
  const bytes = decodeBase64(text)
  if (bytes === undefined || bytes.length % BYTES !== 0) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.length / BYTES }, (_, index) => view.getFloat32(index * BYTES, true))
}
