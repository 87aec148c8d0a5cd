import { attach, type ClientFacts, type RegistrationState, type Route, unregister } from '@patchbay/core'
import { describe, expect, it } from 'vitest'
import { type BaseURL, createBaseURL } from './base-url-interceptor.ts'
import type { ClientInternals } from './detect.ts'

const OWN = 'https://api.openai.com/v1'

function clientAt(baseURL: string, more: object = {}): ClientInternals {
  return Object.assign({ baseURL, fetch, _options: {} }, more)
}

function routeTo(socketBase: string | undefined): Route {
  return {
    kind: 'gateway',
    name: 'My Gateway',
    describe: () => ({ kind: 'gateway', name: 'My Gateway' }),
    serve: async () => new Response(),
    socketBaseURL: () => socketBase,
  }
}

function attachTo(client: ClientInternals, socketBase: string | undefined): BaseURL {
  const base = createBaseURL(client)
  const facts: ClientFacts = { kind: 'openai', baseURL: OWN, fetch, customFetch: false }
  attach(client, 'openai', routeTo(socketBase), (state: RegistrationState) => base.install(state, facts))
  return base
}

describe('the base URL', () => {
  it("reads as the gateway's, and a URL built on it maps back", () => {
    const client = clientAt(OWN)
    const base = attachTo(client, 'https://gw/tenant/v1')
    expect(client.baseURL).toBe('https://gw/tenant/v1')
    expect(base.own()).toBe(OWN)
    expect(base.toOwn('https://gw/tenant/v1/chat/completions?a=b')).toBe(`${OWN}/chat/completions?a=b`)
    expect(base.toOwn('https://gw/tenant/v11/models')).toBe('https://gw/tenant/v11/models')
    expect(base.toOwn('https://elsewhere/v1/models')).toBe('https://elsewhere/v1/models')
    unregister(client)
    expect(client.baseURL).toBe(OWN)
    expect(base.toOwn('https://gw/tenant/v1/models')).toBe(`${OWN}/models`)
  })

  it.each([
    [OWN, '/v1'],
    ['http://localhost:8080', ''],
    ['https://r.openai.azure.com/openai/deployments/d', '/openai/deployments/d'],
    ['https://api.openai.com/v1/', '/v1/'],
    ['https://user:password@proxy.example:8443/v1', '/v1'],
    ['HTTPS://API.OpenAI.com/v1', '/v1'],
    ['https:\\\\api.openai.com\\v1', '/v1'],
  ])('reads as an unreachable host where the route serves no sockets: %s', (own, path) => {
    const client = clientAt(own)
    const base = attachTo(client, undefined)
    const shown = new URL(client.baseURL)
    expect(shown.hostname).toBe('no-websockets-on-my-gateway.invalid')
    expect(client.baseURL.endsWith(path)).toBe(true)
    const slash = own.endsWith('/') ? '' : '/'
    expect(base.toOwn(`${client.baseURL}${slash}models`)).toBe(`${own}${slash}models`)
  })

  it('drops the deployment that an Azure client adds on a base that hides its own', () => {
    const own = 'https://r.openai.azure.com/openai/deployments/d'
    const client = clientAt(own)
    const base = attachTo(client, 'https://gw/v1')
    expect(base.toOwn(`${client.baseURL}/deployments/model/chat/completions`)).toBe(`${own}/chat/completions`)
  })

  it('may be set while it is registered', () => {
    const client = clientAt(OWN)
    const base = attachTo(client, 'https://gw/v1')
    client.baseURL = 'https://other/v1'
    expect([client.baseURL, base.own()]).toEqual(['https://gw/v1', 'https://other/v1'])
    unregister(client)
    expect(Object.getOwnPropertyDescriptor(client, 'baseURL')).toEqual({
      value: 'https://other/v1',
      writable: true,
      enumerable: true,
      configurable: true,
    })
  })

  it("keeps showing a provider's own", () => {
    const client = clientAt(OWN, { _provider: {} })
    const before = Object.getOwnPropertyDescriptors(client)
    const base = attachTo(client, 'https://gw/v1')
    expect([base.pinned, client.baseURL, base.own()]).toEqual([true, OWN, OWN])
    unregister(client)
    expect(Object.getOwnPropertyDescriptors(client)).toEqual(before)
  })
})
