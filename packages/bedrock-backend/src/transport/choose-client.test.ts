import { type ClientFacts } from '@patchbay/core'
import { readText } from '@patchbay/core/transport'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { chooseClient } from './choose-client.ts'
import { nodeHttpClient } from '@patchbay/core/node-http'

const original = globalThis.fetch
const client: ClientFacts = {
  kind: 'openai',
  baseURL: 'https://api.openai.com/v1',
  fetch: original,
  customFetch: false,
}
const url = new URL('https://bedrock-runtime.us-east-1.amazonaws.com/model/x/converse')
const answering = (text: string) => async () => new Response(text)

afterEach(() => vi.unstubAllGlobals())

describe('chooseClient', () => {
  it('takes node:http while fetch is Node’s own', async () => {
    expect(await chooseClient({ client }, 'auto')).toBe(nodeHttpClient)
    expect(await chooseClient({ client }, 'fetch')).not.toBe(nodeHttpClient)
  })

  it('takes a global fetch that was replaced, as long as it is', async () => {
    vi.stubGlobal('fetch', answering('replaced'))
    const send = await chooseClient({ client }, 'auto')
    expect(await readText((await send({ method: 'POST', url, headers: {}, body: '{}' })).body)).toBe(
      'replaced',
    )
    vi.unstubAllGlobals()
    expect(await chooseClient({ client }, 'auto')).toBe(nodeHttpClient)
  })

  it('takes the caller’s own fetch before everything', async () => {
    vi.stubGlobal('fetch', answering('replaced'))
    const send = await chooseClient(
      { client: { ...client, fetch: answering('custom'), customFetch: true } },
      'auto',
    )
    expect(await readText((await send({ method: 'POST', url, headers: {}, body: '{}' })).body)).toBe('custom')
  })

  it('sends through the proxy that the caller gave the client', async () => {
    const seen: (RequestInit | undefined)[] = []
    const own: ClientFacts['fetch'] = async (_url, init) => {
      seen.push(init)
      return new Response('by proxy')
    }
    const dispatcher = { dispatch: () => true }
    const call = { method: 'POST', url, headers: {}, body: '{}' }
    const send = await chooseClient({ client: { ...client, fetch: own }, init: { dispatcher } }, 'auto')
    expect(await readText((await send(call)).body)).toBe('by proxy')
    const agent = {}
    const byAgent = { client: { ...client, fetch: own, customFetch: true }, init: { agent } }
    await (
      await chooseClient(byAgent, 'auto')
    )(call)
    expect(seen).toMatchObject([{ dispatcher, method: 'POST' }, { agent }])
  })

  it('does not take the default agent of openai 4 for a choice of the caller', async () => {
    expect(await chooseClient({ client, init: { agent: {} } }, 'auto')).toBe(nodeHttpClient)
  })
})
