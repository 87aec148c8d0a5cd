import crypto, { createHash, createHmac } from 'node:crypto'

import type { SigningCrypto } from './signing-crypto.ts'

/** A key as HMAC uses it: what stands before the message, and before the hash of both. RFC 2104 */
interface PaddedKey {
  readonly bytes: Uint8Array
  readonly inner: Uint8Array
  readonly outer: Uint8Array
}

/** Of SHA-256, in bytes. */
const BLOCK = 64
const HASH = 32

/** Node's own cryptography, several times faster than Web Crypto, which goes through the thread pool for each call. */
export const signingCrypto: SigningCrypto = {
  sha256: (data) => oneShot()?.('sha256', data) ?? createHash('sha256').update(data).digest('hex'),
  importKey: (bytes): PaddedKey => ({ bytes, inner: padded(bytes, 0x36), outer: padded(bytes, 0x5c) }),
  hmac: (key, text) => hmac(key as PaddedKey, text),
}

/** Hashes without an object, where the runtime can: other runtimes that take this file may not. */
function oneShot(): typeof crypto.hash | undefined {
  return (crypto as { hash?: typeof crypto.hash }).hash
}

/** Two hashes in place of an `Hmac`, which takes Node nearly three times as long: 2.1 µs against 5.6 µs. */
function hmac({ bytes, inner, outer }: PaddedKey, text: string): string {
  const hash = oneShot()
  if (hash === undefined) return createHmac('sha256', bytes).update(text).digest('hex')
  const message = Buffer.allocUnsafe(BLOCK + Buffer.byteLength(text))
  message.set(inner)
  message.write(text, BLOCK)
  const last = Buffer.allocUnsafe(BLOCK + HASH)
  last.set(outer)
  last.write(hash('sha256', message), BLOCK, 'hex')
  return hash('sha256', last)
}

function padded(key: Uint8Array, pad: number): Uint8Array {
  const short = key.length > BLOCK ? createHash('sha256').update(key).digest() : key
  return Buffer.alloc(BLOCK, pad).map((byte, index) => byte ^ (short[index] ?? 0))
}
