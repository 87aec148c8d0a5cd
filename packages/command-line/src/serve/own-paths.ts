import type { Exchange } from './exchange.ts'

/** Answers what is asked of the server itself: `/healthz`, and `/`, by which Claude Code looks whether anybody is there. No key is wanted. */
export function answerOwnPath({ request, response, isStopping }: Exchange, path: string): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  if (path === '/healthz') {
    const status = isStopping ? 'stopping' : 'ok'
    response.writeHead(isStopping ? 503 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ status }))
    return true
  }
  if (path !== '/') return false
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
  response.end('patchbay serve\n')
  return true
}
