// Calls a gateway by TLS, over node:http and by fetch, and prints what became of each: node tls-calls.ts <url>
import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

import { gateway, register } from '@patchbay/sdk'
import OpenAI from 'openai'

/** Sockets of node:http are known by what it puts on them. */
const sockets: Socket[] = []
subscribe('net.client.socket', (message) => void sockets.push((message as { socket: Socket }).socket))

const [, , url = ''] = process.argv
const results: Record<string, unknown> = {}
for (const transport of ['auto', 'fetch'] as const) {
  const client = new OpenAI({ apiKey: 'unused', maxRetries: 0 })
  register(client, gateway({ baseURL: `${url}/v1`, apiKey: 'key-of-the-gateway', transport }))
  const before = sockets.length
  results[transport] = await client.models.list().then(
    ({ object }) => object,
    (error: Error & { cause?: Error & { cause?: { code?: string } } }) =>
      `${error.constructor.name}: ${error.cause?.message}: ${error.cause?.cause?.code}`,
  )
  const used = sockets.slice(before).map((socket) => ('_httpMessage' in socket ? 'node:http' : 'fetch'))
  results[`${transport} by`] = used
}
console.log(JSON.stringify(results))
process.exit()
