/**
 * A short fingerprint of a text that is the same on every machine and in every run: aliases made from it keep
 * prompt caches warm. Not for security. 64 bits (two FNV-1a passes over UTF-16 code units) as 13 characters `0-9a-z`.
 */
export function stableHash(text: string): string {
  return (pass(text, 0x811c9dc5) + pass(text, 0x9747b28c)).slice(0, 13)
}

/** http://www.isthe.com/chongo/tech/comp/fnv/ */
function pass(text: string, seed: number): string {
  let hash = seed
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  return (hash >>> 0).toString(36).padStart(7, '0')
}
