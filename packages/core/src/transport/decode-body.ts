import type { IncomingMessage } from 'node:http'
import { Duplex, pipeline } from 'node:stream'
import zlib from 'node:zlib'

import type { HttpBody } from './http-client.ts'

/** As undici decodes: what was cut ends where it was cut, and what is not known is handed on as it is. */
const SYNC = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH }
const BROTLI = {
  flush: zlib.constants.BROTLI_OPERATION_FLUSH,
  finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH,
}
const MOST_CODINGS = 5

/**
 * A body without its codings (`content-encoding`).
 *
 * @param body the same body as it came
 * @throws TypeError where there are more codings than `fetch` takes
 */
export function decodeBody(message: IncomingMessage, encoding: string, body: HttpBody): HttpBody {
  const codings = encoding.toLowerCase().split(',')
  if (codings.length > MOST_CODINGS) {
    body.cancel()
    throw new TypeError('fetch failed', { cause: new Error('too many content-encodings in response') })
  }
  const names = codings.map((coding) => coding.trim()).toReversed()
  if (!names.every(isKnown)) return body
  const stages = names.map(decoderOf)
  const stream = stages.at(-1) as Duplex
  pipeline([message, ...stages], () => {})
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>
  return {
    cancel: () => body.cancel(),
    async read() {
      try {
        return (await chunks.next()).value
      } catch (error) {
        throw new TypeError('terminated', { cause: error })
      }
    },
  }
}

function decoderOf(coding: string): Duplex {
  if (coding === 'deflate') return Duplex.from(inflate)
  if (coding === 'br') return zlib.createBrotliDecompress(BROTLI)
  return coding === 'zstd' ? zlib.createZstdDecompress() : zlib.createGunzip(SYNC)
}

/** Some servers leave the header of zlib out. */
async function* inflate(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  const chunks = source[Symbol.asyncIterator]()
  const first = await chunks.next()
  if (first.done === true) return
  const hasHeader = ((first.value[0] ?? 0) & 0x0f) === 0x08
  const decoder = hasHeader ? zlib.createInflate(SYNC) : zlib.createInflateRaw(SYNC)
  const all = async function* () {
    yield first.value
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value
  }
  pipeline(all, decoder, () => {})
  yield* decoder as AsyncIterable<Buffer>
}

function isKnown(coding: string): boolean {
  return /^(?:x-gzip|gzip|deflate|br)$/.test(coding) || (coding === 'zstd' && 'createZstdDecompress' in zlib)
}
