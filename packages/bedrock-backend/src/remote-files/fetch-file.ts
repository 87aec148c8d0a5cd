import { type HttpAnswer, type HttpClient } from '@patchbay/core'
import { readAll } from '@patchbay/core/transport'
import type { FetchedFile } from '@patchbay/translator'

import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'
import { isAddress } from './address-guard.ts'
import { tooLarge, type ByteBudget } from './file-limits.ts'

/** Bounds for one remote file, and for all files of its request. */
export interface FileLimits {
  readonly allowHttp: boolean
  /** Bytes. */
  readonly maxBytes: number
  /** Milliseconds, redirects included. */
  readonly timeoutMs: number
  /** Whether a host of a URL may be connected to; asked again at every redirect. */
  readonly isAllowedHost: (hostname: string) => boolean | Promise<boolean>
  /**
   * The transport looks names up itself, and may find another address than the one that was checked: plain http, where no
   * certificate vouches for the host, goes to literal addresses only.
   */
  readonly resolvesNames?: boolean | undefined
  /** The bytes of all files of the request. Default: as many as there are. */
  readonly budget?: ByteBudget | undefined
  /** The caller's field that holds the prompt, for errors of all files. */
  readonly field?: string | undefined
}

/** How files are brought, and what it may connect to. */
export type RemoteFileTransport = { readonly send: HttpClient } & Pick<
  FileLimits,
  'isAllowedHost' | 'resolvesNames'
>

const MOST_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/**
 * Brings one remote file. Nothing of the caller's goes with it: no headers, no cookies, no credentials.
 *
 * @throws RequestFailure 400 `invalid_file_url` that names the URL's host and the reason; the signal's reason on abort
 */
export async function fetchFile(
  address: string,
  limits: FileLimits,
  send: HttpClient,
  signal: AbortSignal | undefined,
): Promise<FetchedFile> {
  const deadline = AbortSignal.timeout(limits.timeoutMs)
  const either = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
  let url = parse(address)
  try {
    for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
      await refuseUnsafe(url, limits)
      const answer = await send({
        method: 'GET',
        url,
        headers: { accept: '*/*', 'user-agent': 'patchbay' },
        signal: either,
      })
      const next = redirectOf(answer, url)
      if (next === undefined) return await readFile(answer, url, limits)
      answer.body.cancel()
      url = next
    }
    throw refused(url, 'redirected too often')
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    if (error instanceof RequestFailure) throw error
    throw refused(url, deadline.aborted ? `did not answer within ${limits.timeoutMs} ms` : reasonOf(error))
  }
}

function parse(address: string): URL {
  try {
    return new URL(address)
  } catch {
    throw new RequestFailure(
      'The URL of a remote file is malformed.',
      { status: 400, code: 'invalid_file_url' },
      DO_NOT_RETRY,
    )
  }
}

async function refuseUnsafe(url: URL, limits: FileLimits): Promise<void> {
  const isHttp = url.protocol === 'http:'
  if (url.protocol !== 'https:' && !(isHttp && limits.allowHttp)) {
    throw refused(
      url,
      isHttp ? 'is not https (images: { allowHttp: true } permits it)' : 'is neither https nor a data URL',
    )
  }
  if (url.username !== '' || url.password !== '') throw refused(url, 'holds a user name or password')
  if (isHttp && limits.resolvesNames === true && !isAddress(url.hostname)) {
    throw refused(
      url,
      'is plain http, and the `fetch` or proxy in use looks its name up itself: nothing could tell whether it is on the ' +
        'public internet (use https, or images: { fetch }, which answers for its addresses)',
    )
  }
  if (!(await limits.isAllowedHost(url.hostname))) throw refused(url, 'is not on the public internet')
}

function redirectOf(answer: HttpAnswer, from: URL): URL | undefined {
  const location = REDIRECTS.has(answer.status) ? answer.header('location') : undefined
  if (location === undefined) return undefined
  if (!URL.canParse(location, from)) throw refused(from, 'redirects to a malformed URL')
  return new URL(location, from)
}

async function readFile(answer: HttpAnswer, url: URL, limits: FileLimits): Promise<FetchedFile> {
  const { maxBytes, budget, field = 'messages' } = limits
  const give = (failure: RequestFailure): never => {
    answer.body.cancel()
    throw failure
  }
  if (answer.status !== 200) give(refused(url, `answered with status ${answer.status}`))
  const contentType = (answer.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (contentType === 'text/html') give(refused(url, 'is a web page, not a file'))
  const announced = Number(answer.header('content-length')) || 0
  if (announced > maxBytes) give(refused(url, `is larger than ${maxBytes} bytes (images: { maxBytes })`))
  if (budget?.fits(announced) === false) give(tooLarge(budget.total, field))
  const count = (bytes: number): void => {
    if (budget?.take(bytes) === false) throw tooLarge(budget.total, field)
  }
  try {
    return { bytes: await readAll(answer.body, maxBytes, count), contentType }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw refused(url, `is larger than ${maxBytes} bytes (images: { maxBytes })`)
  }
}

/** Path and query stay out of the text: they may be signed. */
function refused(url: URL, reason: string): RequestFailure {
  return new RequestFailure(
    `The remote file at ${url.protocol}//${url.host} could not be fetched: it ${reason}.`,
    { status: 400, code: 'invalid_file_url' },
    DO_NOT_RETRY,
  )
}

/** Errors of sockets and name resolution carry a code; a failed fetch has its reason in `cause`. */
function reasonOf(error: unknown): string {
  let link = error
  for (let depth = 0; link instanceof Error && depth < 4; depth += 1, link = link.cause) {
    if (link.name === 'PrivateAddressError') return 'is not on the public internet'
    if ('code' in link && typeof link.code === 'string') return `could not be reached (${link.code})`
  }
  return 'could not be reached'
}
