const decoder = new TextDecoder()

/** The text of `bytes` from `start` to `end`, which is UTF-8. */
export function readText(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end))
}
