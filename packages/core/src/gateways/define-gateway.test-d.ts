import { expectTypeOf, test } from 'vitest'

import { defineGateway } from './define-gateway.ts'
import { gateway } from './gateway.ts'
import type { CommonGatewayOptions } from './gateway-options.ts'
import type { GatewayRoute } from './gateway-types.ts'
import { javelin } from './javelin.ts'

test('options follow from a table', () => {
  const isList = (value: unknown): value is readonly number[] => Array.isArray(value)
  const acme = defineGateway({
    name: 'acme',
    options: { route: 'string', tier: ['fast', 'cheap'], retries: 'number', weights: isList },
    required: ['apiKey', 'route'],
    keys: ({ apiKey, route }) => {
      expectTypeOf(route).toEqualTypeOf<string | undefined>()
      return { 'x-acme-key': apiKey }
    },
    url: ({ endpoint }, options) => {
      expectTypeOf(options.baseURL).toEqualTypeOf<string>()
      expectTypeOf(options.tier).toEqualTypeOf<'fast' | 'cheap' | undefined>()
      expectTypeOf(options.weights).toEqualTypeOf<readonly number[] | undefined>()
      // @ts-expect-error no such option
      return `${options.rout}${endpoint}`
    },
  })
  expectTypeOf(acme).returns.toEqualTypeOf<GatewayRoute>()
  acme()
  acme({ apiKey: 'k', route: undefined, tier: 'fast', retries: 2, models: { a: 'b' } })
  // @ts-expect-error no such tier
  acme({ tier: 'free' })
  // @ts-expect-error no such option
  acme({ rout: 'x' })
})

test('options are an interface, with names that the compiler checks', () => {
  interface Own extends CommonGatewayOptions {
    /** A tenant. */
    tenant: string
    region?: string | undefined
  }
  const acme = defineGateway<Own>({
    name: 'acme',
    options: ['tenant', 'region'],
    keys: ({ apiKey }) => ({ 'x-acme-key': apiKey }),
    headers: (request, { tenant }) => ({ 'x-acme-tenant': tenant, 'x-acme-model': request.model }),
  })
  acme({ tenant: 't' })
  // @ts-expect-error the tenant is missing
  acme()
  // @ts-expect-error the tenant is missing
  acme({ region: 'r' })
  // @ts-expect-error no such option
  defineGateway<Own>({ name: 'acme', options: ['tenent'], keys: () => ({}) })
})

test('a definition has a name and keys', () => {
  defineGateway({ name: 'acme', keys: ({ apiKey }) => ({ 'x-acme-key': apiKey }) })()
  // @ts-expect-error no name
  defineGateway({ keys: () => ({}) })
  // @ts-expect-error no keys
  defineGateway({ name: 'acme' })
})

test('presets keep what they need', () => {
  javelin()
  gateway({ baseURL: 'https://gateway.example.com/v1' })
  // @ts-expect-error the base is missing
  gateway()
})
