/** CRC-32 of `bytes`, continued from `previous`, as an unsigned 32-bit number. https://www.rfc-editor.org/rfc/rfc1952#section-8 */
export type Crc32 = (bytes: Uint8Array, previous?: number) => number

/** Without any help of the runtime; also of a part of `bytes`, from `start` to `end`. */
export function crc32ByTable(bytes: Uint8Array, previous = 0, start = 0, end = bytes.length): number {
  let crc = ~previous
  for (let index = start; index < end; index += 1)
    crc = (TABLE[(crc ^ (bytes[index] as number)) & 0xff] as number) ^ (crc >>> 8)
  return ~crc >>> 0
}

const TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})
