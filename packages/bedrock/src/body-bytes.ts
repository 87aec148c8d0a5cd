import { concatenateBytes } from '@patchbay/core'

/** The whole body of an answer, whichever request handler brought it: bytes, text, a Blob, a Node or a web stream. */
export async function readBytes(body: unknown): Promise<Uint8Array> {
  if (body === undefined || body === null) return new Uint8Array()
  if (body instanceof Uint8Array) return body
  if (typeof body === 'string') return new TextEncoder().encode(body)
  if (body instanceof Blob) return body.bytes()
  const parts: Uint8Array[] = []
  for await (const part of body as AsyncIterable<Uint8Array | string>) {
    parts.push(typeof part === 'string' ? new TextEncoder().encode(part) : part)
  }
  return concatenateBytes(parts)
}
