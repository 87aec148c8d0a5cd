import type Anthropic from '@anthropic-ai/sdk'
import { bedrock } from '@patchbay/bedrock-backend'
import { describe, expectTypeOf, it } from 'vitest'
import { register } from './register.ts'

/** A client that an application derived. */
interface Derived extends Anthropic {
  readonly tenant: string
}
declare const clients: { readonly plain: Anthropic; readonly derived: Derived }

describe('register', () => {
  it('keeps the type of the client', () => {
    expectTypeOf(register(clients.plain)).toEqualTypeOf<Anthropic>()
    expectTypeOf(register(clients.plain, 'a-route')).toEqualTypeOf<Anthropic>()
    expectTypeOf(register(clients.derived, bedrock(), {})).toEqualTypeOf<Derived>()
  })

  it('refuses what is no client', () => {
    type Client = Parameters<typeof register>[0]
    expectTypeOf<string>().not.toExtend<Client>()
    expectTypeOf<{ baseURL: string; messages: object }>().not.toExtend<Client>()
  })
})
