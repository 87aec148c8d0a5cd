import { isRecord } from '@patchbay/core'
import type { ConverseRequest } from '@patchbay/translator'

import type { RemoteFileOptions } from '../bedrock/options.ts'
import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'

/** Largest size of one file, in bytes. */
const MAX_BYTES = 20 * 1024 * 1024
/** All files of a request together: a request of Bedrock's takes about as much. */
const MAX_TOTAL_BYTES = 25 * 1024 * 1024
/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Message.html (2026-11) */
const MAX_IMAGES = 20
const MAX_DOCUMENTS = 5

/** Parts and blocks of OpenAI's and Anthropic's requests that are images, whatever a URL in them leads to. */
const IMAGE_TYPES: ReadonlySet<string> = new Set(['image_url', 'input_image', 'image'])

/** Counts the bytes of all files of one request. */
export interface ByteBudget {
  /** The most bytes in total. */
  readonly total: number
  /** Whether so many more are allowed. */
  readonly fits: (bytes: number) => boolean
  /** Counts bytes that were read; `false` where that is too many. */
  readonly take: (bytes: number) => boolean
}

/** The bounds of one file and of all files of a request, in bytes. One file that is allowed fits the total. */
export function sizeLimits(options: RemoteFileOptions): {
  readonly maxBytes: number
  readonly maxTotalBytes: number
} {
  const maxBytes = options.maxBytes ?? MAX_BYTES
  return { maxBytes, maxTotalBytes: options.maxTotalBytes ?? Math.max(MAX_TOTAL_BYTES, maxBytes) }
}

export function createByteBudget(total: number): ByteBudget {
  let taken = 0
  return {
    total,
    fits: (bytes) => taken + bytes <= total,
    take(bytes) {
      taken += bytes
      return taken <= total
    },
  }
}

/**
 * Before anything is fetched: how often the request names remote files, one that it repeats each time.
 *
 * @param field the caller's field that holds the prompt
 * @throws RequestFailure 400 `too_many_files`
 */
export function refuseTooManyReferences(body: unknown, urls: ReadonlySet<string>, field: string): void {
  const { images, others } = countReferences(body, urls)
  if (images > MAX_IMAGES) throw tooMany(images, 'images', MAX_IMAGES, field)
  // What a file is, an image or a document, shows when it is there.
  const most = MAX_IMAGES + MAX_DOCUMENTS
  const files = Math.max(images + others, urls.size)
  if (files > most) throw tooMany(files, 'remote files', most, field)
}

/**
 * Before the request is written: what it holds, data URLs among it, since all of it is sent. A file that is repeated counts
 * each time.
 *
 * @throws RequestFailure 400 `too_many_files` or `files_too_large`
 */
export function refuseExcess(input: ConverseRequest, options: RemoteFileOptions, field: string): void {
  const blocks = (input.messages ?? []).flatMap(({ content = [] }) =>
    content.flatMap((block) => [block, ...(block.toolResult?.content ?? [])]),
  )
  const images = blocks.filter(({ image }) => image !== undefined).length
  if (images > MAX_IMAGES) throw tooMany(images, 'images', MAX_IMAGES, field)
  const documents = blocks.filter(({ document }) => document !== undefined).length
  if (documents > MAX_DOCUMENTS) throw tooMany(documents, 'documents', MAX_DOCUMENTS, field)
  const { maxTotalBytes } = sizeLimits(options)
  const bytes = blocks.reduce((sum, { image, document, video }) => {
    const source = (image ?? document ?? video)?.source
    return sum + (source?.bytes?.length ?? 0)
  }, 0)
  if (bytes > maxTotalBytes) throw tooLarge(maxTotalBytes, field)
}

/** @throws RequestFailure 400 `files_too_large`, which names the field, the limit and the option */
export function tooLarge(total: number, field: string): RequestFailure {
  return refusal(
    `${field}: the remote files of this request have more than ${total} bytes in total ` +
      '(bedrock({ images: { maxTotalBytes } }) sets the limit). Send fewer or smaller ones.',
    'files_too_large',
    field,
  )
}

function tooMany(count: number, what: string, limit: number, field: string): RequestFailure {
  return refusal(
    `${field}: ${count} ${what} are more than ${limit}, the most that Bedrock takes in a request with remote files ` +
      `(${MAX_IMAGES} images, ${MAX_DOCUMENTS} documents). Nothing was sent.`,
    'too_many_files',
    field,
  )
}

function refusal(message: string, code: string, param: string): RequestFailure {
  return new RequestFailure(message, { status: 400, code, param }, DO_NOT_RETRY)
}

interface References {
  readonly images: number
  readonly others: number
}

/** Looks for the URLs wherever the protocols have them. No recursion: bodies can be nested deeply. */
function countReferences(body: unknown, urls: ReadonlySet<string>): References {
  let images = 0
  let others = 0
  const waiting: unknown[] = [body]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value !== 'object' || value === null) continue
    const type = 'type' in value ? value.type : undefined
    if (typeof type === 'string' && namesOneOf(value, urls)) {
      if (IMAGE_TYPES.has(type)) images += 1
      else others += 1
    } else for (const member of Object.values(value)) waiting.push(member)
  }
  return { images, others }
}

/** A part names its URL itself or one level below. */
function namesOneOf(part: object, urls: ReadonlySet<string>): boolean {
  const isOne = (value: unknown): boolean => typeof value === 'string' && urls.has(value)
  return Object.entries(part).some(
    ([name, value]) =>
      name !== 'text' && (isOne(value) || (isRecord(value) && Object.values(value).some(isOne))),
  )
}
