/** Base64 with web-standard means, and Node's `Buffer` where there is one: it is several times faster. */

/** Node's global, looked up without importing it, so that the module also loads elsewhere. */
export const NodeBuffer = (globalThis as { Buffer?: typeof Buffer }).Buffer

const CHUNK = 0x8000
const FOREIGN = /[^A-Za-z0-9+/]/

/** Texts shorter than this are encoded again sooner than looked up. */
const WORTH_KEEPING = 4096

/**
 * What long bytes were decoded from, as long as they live: images and documents come as base64 and go on as base64. The bytes
 * that `decodeBase64` returns must not be changed in place.
 */
const sources = new WeakMap<Uint8Array, string>()

/** Bytes → standard base64 with padding. Of bytes that `decodeBase64` has returned, the text that they came from. */
export function encodeBase64(bytes: Uint8Array): string {
  if (bytes.length >= WORTH_KEEPING) {
    const source = sources.get(bytes)
    if (source !== undefined) return source
  }
  if (NodeBuffer !== undefined) {
    return NodeBuffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  }
  return encodeBase64Portably(bytes)
}

/**
 * Base64 → bytes. Blank space, missing padding and the URL alphabet (`-`, `_`) are tolerated.
 *
 * @returns `undefined` when the text is not base64
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = NodeBuffer === undefined ? decodeBase64Portably(text) : decodeOnNode(text, NodeBuffer)
  if (bytes !== undefined && bytes.length >= WORTH_KEEPING && isCanonical(text, bytes))
    sources.set(bytes, text)
  return bytes
}

/** Whether a text is what its bytes would be encoded to: no blanks, nothing of the URL alphabet, whole groups, no stray bits at the end. */
function isCanonical(text: string, bytes: Uint8Array): boolean {
  if (text.length !== Math.ceil(bytes.length / 3) * 4 || text.includes('-') || text.includes('_'))
    return false
  const lastGroup = bytes.subarray(Math.floor((bytes.length - 1) / 3) * 3)
  return text.endsWith(encodeBase64(lastGroup))
}

/** The web-standard way of `encodeBase64`. */
export function encodeBase64Portably(bytes: Uint8Array): string {
  let binary = ''
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK))
  }
  return btoa(binary)
}

/** The web-standard way of `decodeBase64`. */
export function decodeBase64Portably(text: string): Uint8Array | undefined {
  const plain = normalize(text)
  return plain === undefined ? undefined : decodePlain(plain)
}

/** `Buffer` skips what is not base64: a result of full length proves that there was nothing to skip. */
function decodeOnNode(text: string, buffers: typeof Buffer): Uint8Array | undefined {
  const plain = withoutPadding(text)
  let decoded = buffers.from(plain, 'base64')
  if (plain.length % 4 === 1 || decoded.length !== Math.floor((plain.length * 3) / 4)) {
    const clean = normalize(text)
    if (clean === undefined) return undefined
    decoded = buffers.from(clean, 'base64')
  }
  return new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength)
}

function decodePlain(plain: string): Uint8Array {
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0))
}

/** The text in the standard alphabet, without blanks and padding; `undefined` when it cannot be base64. */
function normalize(text: string): string | undefined {
  let plain = withoutPadding(text)
  if (FOREIGN.test(plain)) {
    plain = withoutPadding(text.replaceAll(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/'))
    if (FOREIGN.test(plain)) return undefined
  }
  return plain.length % 4 === 1 ? undefined : plain
}

function withoutPadding(text: string): string {
  const end = text.endsWith('==') ? -2 : text.endsWith('=') ? -1 : undefined
  return text.slice(0, end)
}
