export { crc32ByTable as crc32 } from './crc32.ts'
