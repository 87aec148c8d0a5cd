import type { SigningCrypto } from './signing-crypto.ts'

const encoder = new TextEncoder()

/** Web Crypto, which every other runtime has. */
export const signingCrypto: SigningCrypto = {
  sha256: async (data) =>
    toHex(
      await crypto.subtle.digest('SHA-256', typeof data === 'string' ? encoder.encode(data) : source(data)),
    ),
  importKey: async (bytes) =>
    crypto.subtle.importKey('raw', source(bytes), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  hmac: async (key, text) => toHex(await crypto.subtle.sign('HMAC', key as CryptoKey, encoder.encode(text))),
}

/** Web Crypto's types exclude shared memory, which none of these bytes are. */
function source(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function toHex(bytes: ArrayBuffer): string {
  let text = ''
  for (const byte of new Uint8Array(bytes)) text += HEX[byte]
  return text
}
