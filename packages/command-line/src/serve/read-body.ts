import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import zlib from 'node:zlib'

import { Refusal } from './refusal.ts'

type Decode = (body: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>

/** https://www.iana.org/assignments/http-parameters#content-coding. Zstandard came with Node 22.15. */
const DECODERS: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['gzip', promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip)],
  ['x-gzip', promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip)],
  ['deflate', promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate)],
  ['br', promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress)],
  ...(typeof zlib.zstdDecompress === 'function'
    ? [['zstd', promisify<Buffer, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress)] as const]
    : []),
])

/**
 * The JSON text of a request, `undefined` where it has no body.
 *
 * @param limit bytes that it may have, as it comes and decompressed
 * @param expectsContinue whether the caller sends it only once it was told to (`Expect: 100-continue`)
 * @throws Refusal 400, 413 or 415; it rejects with the connection's error where that broke
 */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
  expectsContinue: boolean,
): Promise<string | undefined> {
  const { headers } = request
  const length = Number(headers['content-length'] ?? 0)
  if (length === 0 && headers['transfer-encoding'] === undefined) return undefined
  requireJson(headers['content-type'])
  const decode = decoderFor(headers['content-encoding'])
  if (length > limit) throw tooLarge(limit)
  if (expectsContinue) response.writeContinue()
  const received = await collect(request, limit)
  const bytes = decode === undefined ? received : await decompress(received, decode, limit)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Refusal(400, 'invalid_encoding', 'The body of the request is not UTF-8.')
  }
}

/** Nothing else is served. A type that is missing is meant well; the one that curl adds by itself is refused in words. */
function requireJson(type: string | undefined): void {
  if (type === undefined || /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) return
  throw new Refusal(
    415,
    'unsupported_media_type',
    'The body must be JSON: send content-type: application/json.',
  )
}

function decoderFor(coding: string | undefined): Decode | undefined {
  const name = coding?.trim().toLowerCase() ?? 'identity'
  if (name === 'identity' || name === '') return undefined
  const decode = DECODERS.get(name)
  if (decode !== undefined) return decode
  const known = [...DECODERS.keys()].filter((one) => one !== 'x-gzip').join(', ')
  throw new Refusal(
    415,
    'unsupported_content_encoding',
    `A body may come plain or compressed as one of ${known}.`,
    { 'accept-encoding': known },
  )
}

/** Listeners rather than a loop: leaving a loop early would close the connection, and with it the answer. */
function collect(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let length = 0
    const onData = (part: Buffer): void => {
      length += part.length
      if (length > limit) {
        request.off('data', onData)
        reject(tooLarge(limit))
      } else parts.push(part)
    }
    request.on('data', onData)
    request.once('end', () => resolve(Buffer.concat(parts, length)))
    request.once('error', reject)
    request.once('close', () => reject(new Error('The connection has been closed within the request.')))
  })
}

async function decompress(body: Buffer, decode: Decode, limit: number): Promise<Buffer> {
  try {
    return await decode(body, { maxOutputLength: limit })
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(limit)
    throw new Refusal(400, 'invalid_encoding', 'The body of the request cannot be decompressed.')
  }
}

function tooLarge(limit: number): Refusal {
  return new Refusal(
    413,
    'request_too_large',
    `The body of the request is larger than ${Math.round((limit / MEGABYTE) * 100) / 100} MB. More is taken with --max-body.`,
  )
}

/** Bytes. */
export const MEGABYTE = 1024 * 1024
