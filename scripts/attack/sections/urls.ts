import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { bedrock, createFetch } from '@patchbay/sdk'
import { createBedrockServer, TEST_CREDENTIALS, trap } from '@patchbay/testing'

import { inOneLine } from '../support/errors.ts'
import { CLAUDE } from '../support/kinds/kind.ts'
import { within } from '../support/limits.ts'
import { attemptedConnections, PUBLIC_ADDRESS, resolveName, watched } from '../support/network.ts'
import type { Section } from '../support/section.ts'
import { hostForms, names, redirectTargets } from '../support/url-forms.ts'

const CALL_LIMIT = 20_000
const REPLACED = 'a replaced fetch'
const NOVA = 'us.amazon.nova-lite-v1:0'

/** How a URL stands in a request, by path. */
const REQUESTS: Readonly<Record<string, (url: string) => object>> = {
  '/v1/chat/completions': (url) => ({
    model: CLAUDE,
    messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
  }),
  '/v1/responses': (url) => ({
    model: CLAUDE,
    input: [{ role: 'user', content: [{ type: 'input_image', image_url: url, detail: 'auto' }] }],
  }),
  // Not to Claude, whose own API it is: nothing is fetched for it.
  '/v1/messages': (url) => ({
    model: NOVA,
    max_tokens: 10,
    messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'url', url } }] }],
  }),
}

/** Pictures whose URL leads to this machine or to a private network: refused, and nothing is connected to. */
export const urls: Section = {
  name: 'urls',
  async run({ tally, short }) {
    const count = tally.section('urls')
    await using service = await createBedrockServer()
    await using inside = await trap()
    await using outside = await redirectingServer()
    const port = new URL(inside.url).port
    for (const [name, addresses] of names()) resolveName(name, addresses)
    resolveName('public.example', () => [PUBLIC_ADDRESS])
    const addresses = [
      ...hostForms().flatMap((host) => [
        `http://${host}:${port}/x.png`,
        `https://${host}:${port}/x.png`,
        `https://${host}/x.png`,
      ]),
      ...redirectTargets(port).map(
        (target) => `http://public.example:${outside.port}/to?${encodeURIComponent(target)}`,
      ),
    ]
    const allowed = new Set([new URL(service.url).port, `${outside.port}`].map(Number))
    const tryAll = async (transport: string): Promise<void> => {
      const images = { allowHttp: true, timeoutMs: 3_000 }
      const route = bedrock({
        region: 'us-east-1',
        endpoint: service.url,
        credentials: TEST_CREDENTIALS,
        images,
      })
      const fetch = createFetch(route)
      for (const [index, url] of addresses.entries()) {
        const paths = Object.keys(REQUESTS)
        for (const path of short ? [paths[index % paths.length] as string] : paths) {
          const kind = `${transport}, ${path}`
          const first = attemptedConnections.length
          const call = async () => {
            const response = await fetch(`http://127.0.0.1:9${path}`, {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify(REQUESTS[path]?.(url)),
            })
            return { status: response.status, text: await response.text() }
          }
          const outcome = await watched('urls', () => within(call, CALL_LIMIT))
          count.tried(kind)
          const strays = attemptedConnections
            .slice(first)
            .filter(({ address, port: to }) => address !== PUBLIC_ADDRESS && !allowed.has(to))
          if (!isLeftToTLS(transport, url))
            for (const { address } of strays) count.found(kind, 'escapes', `${url} connected to ${address}`)
          if (outcome.kind === 'stall') count.found(kind, 'stalls', url)
          if (outcome.kind === 'error') count.found(kind, 'lost', `${url}: ${inOneLine(outcome.error)}`)
          if (outcome.kind === 'value' && outcome.value.status !== 400) {
            count.found(kind, 'lost', `${url}: ${outcome.value.status} ${outcome.value.text.slice(0, 150)}`)
          }
        }
      }
    }
    await tryAll("Node's own transport")
    const { fetch } = globalThis
    globalThis.fetch = (...given) => fetch(...given)
    await tryAll(REPLACED).finally(() => {
      globalThis.fetch = fetch
    })
  },
}

/**
 * A `fetch` that was replaced looks names up by itself, for the second time: by https it reaches nothing there without a
 * certificate for the name.
 */
const isLeftToTLS = (transport: string, url: string): boolean =>
  transport === REPLACED && url.startsWith('https://rebinding')

/** A server of the public internet, as it were, that redirects to wherever the query says. */
async function redirectingServer(): Promise<{ readonly port: number } & AsyncDisposable> {
  const server = createServer((request, response) => {
    const location = Buffer.from(decodeURIComponent(request.url?.split('?')[1] ?? '')).toString('latin1')
    response.writeHead(302, { location, connection: 'close' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = (): Promise<void> => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(() => resolve()))
  }
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: close }
}
