import type { SigningCrypto } from './signing-crypto.ts'

const encoder = new TextEncoder()

/** Web Crypto, which every other runtime has. */
export const signingCrypto: SigningCrypto = {
  sha256: async (data) =>
    new Uint8Array(
      await crypto.subtle.digest('SHA-256', typeof data === 'string' ? encoder.encode(data) : source(data)),
    ),
  importKey: async (bytes) =>
    crypto.subtle.importKey('raw', source(bytes), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  hmac: async (key, text) =>
    new Uint8Array(await crypto.subtle.sign('HMAC', key as CryptoKey, encoder.encode(text))),
}

/** Web Crypto's types exclude shared memory, which none of these bytes are. */
function source(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>
}
