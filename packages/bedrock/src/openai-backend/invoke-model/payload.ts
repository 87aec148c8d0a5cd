/** A body as the SDK types it: bytes with a method that gives their text. */
export function toPayload(body: object): Uint8Array {
  const bytes = new TextEncoder().encode(JSON.stringify(body))
  const transformToString = (encoding = 'utf-8'): string =>
    encoding === 'utf-8' || encoding === 'utf8'
      ? new TextDecoder().decode(bytes)
      : Buffer.from(bytes).toString(encoding as BufferEncoding)
  return Object.defineProperty(bytes, 'transformToString', { value: transformToString, enumerable: false })
}
