import { readText as readByDecoder } from './native-text.web.ts'

/** The text of `bytes` from `start` to `end`, which is UTF-8. A `Buffer`, which Node's transport hands out, reads itself. */
export function readText(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.isBuffer(bytes) && bytes[start] !== BYTE_ORDER_MARK
    ? bytes.toString('utf8', start, end)
    : readByDecoder(bytes, start, end)
}

/** The first of its three bytes: a decoder takes them off, a `Buffer` does not. */
const BYTE_ORDER_MARK = 0xef
