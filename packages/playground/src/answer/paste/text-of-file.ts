import { encodeBase64 } from '@patchbay/translator'

/** As `base64` prints it. */
const LINE = 76

/** The bytes of a file as a text that can be read here: as it is, or as base64 where it is none. */
export function textOfFile(bytes: Uint8Array): string {
  if (!bytes.includes(0)) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch {
      // Bytes, see below.
    }
  }
  const base64 = encodeBase64(bytes)
  const lines: string[] = []
  for (let at = 0; at < base64.length; at += LINE) lines.push(base64.slice(at, at + LINE))
  return lines.join('\n')
}
