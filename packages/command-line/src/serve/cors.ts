import type { IncomingMessage, ServerResponse } from 'node:http'

import { type AccessRules, isAllowedOrigin } from './access.ts'

/**
 * Says that pages of the request's origin may read the answer, where they may.
 *
 * @returns whether the request was no more than a browser's question, which is answered then
 */
export function answerCors(request: IncomingMessage, response: ServerResponse, rules: AccessRules): boolean {
  const { origin } = request.headers
  if (rules.origins.length === 0) return false
  response.setHeader('vary', 'origin')
  if (origin === undefined || !isAllowedOrigin(origin, rules)) return false
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-expose-headers', '*')
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined)
    return false
  response.writeHead(204, {
    'access-control-allow-methods': 'GET, POST, DELETE',
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
    'access-control-max-age': '600',
    ...(request.headers['access-control-request-private-network'] !== undefined && {
      'access-control-allow-private-network': 'true',
    }),
  })
  response.end()
  return true
}
