import { channel } from 'node:diagnostics_channel'
// The properties, not imports by name: those would not see a replacement.
import http from 'node:http'
import https from 'node:https'

/** https://nodejs.org/api/diagnostics_channel.html#http */
const HTTP_CHANNELS = ['created', 'start', 'error'].map((name) => channel(`http.client.request.${name}`))
const RESPONSE_CHANNEL = channel('http.client.response.finish')

let seen: { readonly plain: unknown; readonly secure: unknown; readonly isNodes: boolean } | undefined

/**
 * Whether `node:http` and `node:https` send as Node made them, and nobody listens. Instrumentation replaces `request`, or
 * subscribes to a channel and then reads and adds headers: both expect headers by name, and a request of which they are told.
 */
export function isBuiltInHttp(): boolean {
  if (seen?.plain !== http.request || seen.secure !== https.request) {
    const isNodes =
      endsWith(http.request, 'return new ClientRequest(url, options, cb);') &&
      endsWith(https.request, 'return ReflectConstruct(ClientRequest, args);')
    seen = { plain: http.request, secure: https.request, isNodes }
  }
  return seen.isNodes && !RESPONSE_CHANNEL.hasSubscribers && !HTTP_CHANNELS.some(hasSubscribers)
}

function hasSubscribers(found: { readonly hasSubscribers: boolean }): boolean {
  return found.hasSubscribers
}

/** What Node's own functions end with. Where a version of Node words it otherwise, the answer is `false`. */
function endsWith(request: unknown, statement: string): boolean {
  const source = String(request)
  return source.startsWith('function request(') && source.slice(0, -1).trimEnd().endsWith(statement)
}
