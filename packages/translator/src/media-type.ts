/** What the first bytes of a file say about its type: labels lie, bytes do not. */

interface Signature {
  readonly mediaType: string
  /** Bytes at `offset`, as a latin-1 text. */
  readonly magic: string
  readonly offset?: number
  /** A second mark that must stand at offset 8 (RIFF and ISO containers). */
  readonly brand?: RegExp
}

/**
 * https://mimesniff.spec.whatwg.org/ and https://en.wikipedia.org/wiki/List_of_file_signatures
 *
 * None of them may be the beginning of a text: a table whose first column is `BMI` is no bitmap.
 */
const SIGNATURES: readonly Signature[] = [
  { mediaType: 'image/png', magic: '\x89PNG\r\n\x1a\n' },
  { mediaType: 'image/jpeg', magic: '\xff\xd8\xff' },
  { mediaType: 'image/gif', magic: 'GIF87a' },
  { mediaType: 'image/gif', magic: 'GIF89a' },
  { mediaType: 'image/webp', magic: 'RIFF', brand: /^WEBP/ },
  { mediaType: 'image/tiff', magic: 'II*\0' },
  { mediaType: 'image/tiff', magic: 'MM\0*' },
  { mediaType: 'image/heic', magic: 'ftyp', offset: 4, brand: /^(?:hei|hevc|mif1|msf1)/ },
  { mediaType: 'image/avif', magic: 'ftyp', offset: 4, brand: /^avi[fs]/ },
  { mediaType: 'application/pdf', magic: '%PDF-' },
  { mediaType: 'application/zip', magic: 'PK\x03\x04' },
  { mediaType: 'application/x-ole-storage', magic: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
  { mediaType: 'audio/wav', magic: 'RIFF', brand: /^WAVE/ },
  { mediaType: 'audio/mp3', magic: 'ID3\x02' },
  { mediaType: 'audio/mp3', magic: 'ID3\x03' },
  { mediaType: 'audio/mp3', magic: 'ID3\x04' },
  { mediaType: 'audio/flac', magic: 'fLaC' },
  { mediaType: 'audio/ogg', magic: 'OggS' },
  { mediaType: 'audio/m4a', magic: 'ftyp', offset: 4, brand: /^M4[AB]/ },
  { mediaType: 'video/mov', magic: 'ftyp', offset: 4, brand: /^qt/ },
  { mediaType: 'video/three_gp', magic: 'ftyp', offset: 4, brand: /^3g/ },
  { mediaType: 'video/mp4', magic: 'ftyp', offset: 4 },
  { mediaType: 'video/flv', magic: 'FLV\x01' },
  { mediaType: 'video/webm', magic: '\x1a\x45\xdf\xa3' },
]

const LONGEST = 16

/**
 * The media type that a file's first bytes announce. A container (`application/zip`, `application/x-ole-storage`,
 * `video/webm` for all Matroska) says only that much.
 *
 * @returns `undefined` when they announce none (texts, or an unknown type)
 */
export function sniffMediaType(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, LONGEST))
  const match = SIGNATURES.find(
    ({ magic, offset = 0, brand }) =>
      head.startsWith(magic, offset) && (brand === undefined || brand.test(head.slice(8))),
  )
  return match?.mediaType
}

/** A media type without parameters, lower case: `Image/PNG; q=1` → `image/png`. */
export function bareMediaType(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase()
}

/** Whether bytes are UTF-8 text. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(bytes).includes('\0')
  } catch {
    return false
  }
}
