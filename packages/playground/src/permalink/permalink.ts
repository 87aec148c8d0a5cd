import { fromBase64Url, toBase64Url } from './base64url.ts'

/** What a fragment held: nothing, a state (anybody may have written it: check every part before use), or something else. */
export type ReadFragment =
  | { readonly kind: 'none' }
  | { readonly kind: 'state'; readonly state: unknown }
  | { readonly kind: 'malformed'; readonly reason: string }

/** `p.` is JSON as it is, `c.` is JSON compressed by raw DEFLATE; both in base64url. */
const PLAIN = 'p.'
const COMPRESSED = 'c.'

/** The largest state that is read, in bytes of JSON: compressed text may be far larger than the link that holds it. */
const MAX_BYTES = 2_000_000

/** A state as a fragment, without `#`. The shorter of both forms. */
export async function writeFragment(state: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(state))
  const plain = PLAIN + toBase64Url(bytes)
  const compressed = COMPRESSED + toBase64Url(await pipe(bytes, new CompressionStream('deflate-raw')))
  return compressed.length < plain.length ? compressed : plain
}

/** Reads a fragment, with `#` or without. It never throws. */
export async function readFragment(fragment: string): Promise<ReadFragment> {
  const text = fragment.replace(/^#/, '')
  if (text === '') return { kind: 'none' }
  const form = [PLAIN, COMPRESSED].find((prefix) => text.startsWith(prefix))
  if (form === undefined) return malformed('it is of no form that this page knows')
  try {
    const given = fromBase64Url(text.slice(form.length))
    const bytes = form === PLAIN ? given : await pipe(given, new DecompressionStream('deflate-raw'))
    if (bytes.length > MAX_BYTES) return malformed('it is too large')
    return {
      kind: 'state',
      state: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown,
    }
  } catch (error) {
    return malformed(error instanceof RangeError ? 'it is too large' : 'it is damaged or cut off')
  }
}

function malformed(reason: string): ReadFragment {
  return { kind: 'malformed', reason }
}

/** @throws RangeError for more than the largest state */
async function pipe(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let length = 0
  // By a reader: not every browser iterates streams.
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length
    if (length > MAX_BYTES) {
      await reader.cancel()
      throw new RangeError('too large')
    }
    parts.push(read.value)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
