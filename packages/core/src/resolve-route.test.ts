import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { configure } from './configuration/configuration.ts'
import { ConfigurationError } from './errors/configuration-error.ts'
import { UnknownRouteError } from './errors/unknown-route-error.ts'
import { altrum } from './gateways/altrum.ts'
import { bedrockAccessGateway } from './gateways/bedrock-access-gateway.ts'
import { gateway } from './gateways/gateway.ts'
import { javelin } from './gateways/javelin.ts'
import { portkey } from './gateways/portkey.ts'
import { type LocalRoutes, resolveRoute } from './resolve-route.ts'
import type { Route } from './route.ts'

const GATEWAY_VARIABLES = /^(?:PATCHBAY|JAVELIN|PORTKEY|ALTRUM|BEDROCK_ACCESS_GATEWAY)_/

function localRoute(name: string): Route {
  return {
    kind: 'local',
    name,
    describe: () => ({ kind: 'local', name }),
    serve: () => Promise.resolve(new Response()),
    socketBaseURL: () => undefined,
  }
}

const byDefault = localRoute('default')
const byModel = localRoute('model')
const locals: LocalRoutes = {
  byDefault: () => byDefault,
  byModel: (text) => (text.startsWith('anthropic.') ? byModel : undefined),
}
const keys = { baseURL: 'https://gw.example.com', apiKey: 'k' }

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (GATEWAY_VARIABLES.test(name)) vi.stubEnv(name, '')
})
afterEach(() => {
  configure(null)
  vi.unstubAllEnvs()
})

test('a route object never consults the configuration', () => {
  vi.stubEnv('PATCHBAY_GATEWAY', 'nonsense')
  configure({ requireGateway: true })
  expect(resolveRoute(byDefault, 'openai', locals)).toBe(byDefault)
})

test('no route: the configured gateway, else the local route', () => {
  expect(resolveRoute(undefined, 'openai', locals)).toBe(byDefault)
  const configured = javelin(keys)
  configure({ gateway: configured })
  expect(resolveRoute(undefined, 'openai', locals)).toBe(configured)
})

test('a string: a configured name, then the gateway, then a model, then an error', () => {
  expect(resolveRoute('anthropic.claude-v2:1', 'openai', locals)).toBe(byModel)
  expect(() => resolveRoute('nowhere', 'openai', locals)).toThrow(UnknownRouteError)
  expect(() => resolveRoute('nowhere', 'openai', locals)).toThrow(
    /configure\(\{ routes \}\).*gateway.*Bedrock/s,
  )
  configure({ gateway: javelin(keys) })
  expect(resolveRoute('anthropic.claude-v2:1', 'openai', locals).describe()).toMatchObject({
    name: 'javelin',
    route: 'anthropic.claude-v2:1',
  })
  configure({ routes: { 'anthropic.claude-v2:1': byDefault } })
  expect(resolveRoute('anthropic.claude-v2:1', 'openai', locals)).toBe(byDefault)
})

test('a configured name may stand for another name, or for itself at the gateway', () => {
  configure({ gateway: javelin(keys), routes: { a: 'b', b: byModel, same: 'same' } })
  expect(resolveRoute('a', 'openai', locals)).toBe(byModel)
  expect(resolveRoute('same', 'openai', locals).describe()).toMatchObject({ route: 'same' })
})

test.for([
  ['javelin', javelin(keys), 'r1', { route: 'r1', endpoints: 'unified' }],
  ['portkey', portkey({ ...keys, config: 'pc-0' }), '@slug', { provider: '@slug' }],
  ['portkey', portkey({ ...keys, provider: '@x' }), 'pc-1', { config: 'pc-1' }],
  ['altrum', altrum(keys), 'openai', { provider: 'openai' }],
  [
    'bedrock-access-gateway',
    bedrockAccessGateway(keys),
    'amazon.nova-lite-v1:0',
    { model: 'amazon.nova-lite-v1:0' },
  ],
  ['gateway', gateway(keys), 'gpt-4o', { model: 'gpt-4o' }],
] as const)('%s names its routes in its own way', ([gatewayName, configured, name, details]) => {
  configure({ gateway: configured })
  expect(resolveRoute(name, 'openai', locals).describe()).toEqual({
    kind: 'gateway',
    name: gatewayName,
    baseURL: keys.baseURL,
    ...details,
  })
})

test('altrum knows four providers', () => {
  configure({ gateway: altrum(keys) })
  expect(() => resolveRoute('mistral', 'openai', locals)).toThrow(UnknownRouteError)
})

test('requireGateway refuses implicit local routes, explicit ones stay', () => {
  configure({ requireGateway: true, routes: { mine: byDefault } })
  expect(() => resolveRoute(undefined, 'openai', locals)).toThrow(ConfigurationError)
  expect(() => resolveRoute('anthropic.claude-v2:1', 'openai', locals)).toThrow(ConfigurationError)
  expect(resolveRoute('mine', 'openai', locals)).toBe(byDefault)
  configure({ gateway: javelin(keys) })
  expect(resolveRoute(undefined, 'openai', locals).name).toBe('javelin')
})

test.for([null, 5, {}, { serve: 'x' }, []])('%j is no route', (route) => {
  expect(() => resolveRoute(route as never, 'openai', locals)).toThrow(ConfigurationError)
})

test.for(['', '  '])('the empty name %j is refused', (name) => {
  expect(() => resolveRoute(name, 'openai', locals)).toThrow(UnknownRouteError)
})

test.for([
  ['https://user:pw-secret@gw/v1?api_key=sk-secret-1234', '"https://gw/v1"'],
  ['sk-proj-secret-1234', 'may be a key'],
] as const)('what may be a key in %j is not repeated', ([name, shown]) => {
  const resolve = () => resolveRoute(name, 'openai', locals)
  expect(resolve).toThrow(shown)
  expect(resolve).not.toThrow(/secret/)
})

test.for([javelin, portkey, gateway])('the name of an option that may be a key is not repeated', (create) => {
  const refused = () => create({ ...keys, 'sk-proj-secret-1234': true } as never)
  expect(refused).toThrow(/has no option of a name that may be a key/)
  expect(refused).not.toThrow(/secret/)
})
