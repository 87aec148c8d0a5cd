import type { HttpClient } from '@patchbay/core'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'

import { sendWith } from '@patchbay/core/node-http'
import { createCheckedLookup } from './checked-lookup.ts'

let agents: { readonly plain: HttpAgent; readonly secure: HttpsAgent } | undefined

/** A transport that connects to public addresses only. Its connections are its own: none was made without the check. */
export const guardedClient: HttpClient = (request) => {
  agents ??= createAgents()
  return sendWith(request, request.url.protocol === 'http:' ? agents.plain : agents.secure)
}

function createAgents() {
  const options = { keepAlive: false, lookup: createCheckedLookup() }
  return { plain: new HttpAgent(options), secure: new HttpsAgent(options) }
}
