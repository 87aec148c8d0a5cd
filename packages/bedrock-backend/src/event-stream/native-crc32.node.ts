import * as zlib from 'node:zlib'

import { type Crc32, crc32ByTable } from './crc32.ts'

/** Node has a native one; other runtimes that have Node's modules may not. */
export const crc32: Crc32 = typeof zlib.crc32 === 'function' ? zlib.crc32 : crc32ByTable
