import { isOwnHost } from '../serve/access.ts'
import type { Exchange } from '../serve/exchange.ts'
import { type RunningServer, startHttpServer } from '../serve/server.ts'
import { writeEarlyAnswer } from '../serve/write-answer.ts'
import type { PageFiles } from './page-files.ts'

/**
 * Nothing but what the page brings along: it loads no file of another origin, sends nothing anywhere, and stands in no frame. Its
 * editor writes style elements.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** What every answer has. Browsers ask each time whether a file is still the same: another version may be served by the same port. */
const HEADERS = {
  'cache-control': 'no-cache',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

/**
 * Serves the files of a page on loopback. A foreign `Host` header is refused: a foreign site must not reach the page under its own
 * name.
 *
 * @param port 0 is any that is free
 */
export function startPageServer(port: number, files: PageFiles): Promise<RunningServer> {
  return startHttpServer({ host: '127.0.0.1', port }, (exchange) => answer(exchange, files))
}

async function answer(exchange: Exchange, files: PageFiles): Promise<void> {
  const { request, response, isWaiting } = exchange
  const refusal = refuse(exchange)
  if (refusal !== undefined) return writeEarlyAnswer(request, response, refusal, isWaiting)
  const file = files.get(pathOf(request.url ?? ''))
  if (file === undefined) return writeEarlyAnswer(request, response, plain(404, 'Not found.'), isWaiting)
  const { bytes, contentType, etag } = file
  const isKnown = request.headers['if-none-match']?.split(',').some((tag) => tag.trim() === etag) === true
  response.writeHead(isKnown ? 304 : 200, {
    ...HEADERS,
    etag,
    ...(isKnown ? {} : { 'content-type': contentType, 'content-length': bytes.byteLength }),
  })
  // Node sends no body to HEAD, and none with a 304.
  response.end(isKnown ? undefined : bytes)
}

function refuse({ request }: Exchange): Response | undefined {
  const { host } = request.headers
  if (host !== undefined && !isOwnHost(host))
    return plain(403, 'The Host header of the request names another host than this one.')
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  return plain(405, 'Files are read by GET and HEAD alone.', { allow: 'GET, HEAD' })
}

/** The path of a target, without its query; empty for a target of another form, which is no file's. */
function pathOf(target: string): string {
  const [path = ''] = target.split(/[?#]/, 1)
  try {
    return decodeURIComponent(path)
  } catch {
    return ''
  }
}

function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { ...HEADERS, 'content-type': 'text/plain; charset=utf-8', ...headers },
  })
}
