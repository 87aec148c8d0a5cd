import { bedrock } from '@patchbay/bedrock-backend'
import OpenAI7, { AzureOpenAI as AzureOpenAI7, BedrockOpenAI as BedrockOpenAI7 } from 'openai'
import OpenAI4, { AzureOpenAI as AzureOpenAI4 } from 'openai-4'
import OpenAI5, { AzureOpenAI as AzureOpenAI5 } from 'openai-5'
import OpenAI6, { AzureOpenAI as AzureOpenAI6 } from 'openai-6'
import { describe, expectTypeOf, it } from 'vitest'
import { register } from './register.ts'

declare const clients: {
  readonly openai4: OpenAI4
  readonly azure4: AzureOpenAI4
  readonly openai5: OpenAI5
  readonly azure5: AzureOpenAI5
  readonly openai6: OpenAI6
  readonly azure6: AzureOpenAI6
  readonly openai7: OpenAI7
  readonly azure7: AzureOpenAI7
  readonly bedrock7: BedrockOpenAI7
}

/** A client that an application derived. */
interface Derived extends OpenAI7 {
  readonly tenant: string
}
declare const derived: Derived

describe('register', () => {
  it('accepts the clients of every supported version and keeps their types', () => {
    expectTypeOf(register(clients.openai4)).toEqualTypeOf<OpenAI4>()
    expectTypeOf(register(clients.azure4, 'a-route')).toEqualTypeOf<AzureOpenAI4>()
    expectTypeOf(register(clients.openai5, bedrock())).toEqualTypeOf<OpenAI5>()
    expectTypeOf(register(clients.azure5)).toEqualTypeOf<AzureOpenAI5>()
    expectTypeOf(register(clients.openai6)).toEqualTypeOf<OpenAI6>()
    expectTypeOf(register(clients.azure6)).toEqualTypeOf<AzureOpenAI6>()
    expectTypeOf(register(clients.openai7, undefined, {})).toEqualTypeOf<OpenAI7>()
    expectTypeOf(register(clients.azure7)).toEqualTypeOf<AzureOpenAI7>()
    expectTypeOf(register(clients.bedrock7)).toEqualTypeOf<BedrockOpenAI7>()
    expectTypeOf(register(derived)).toEqualTypeOf<Derived>()
  })

  it('refuses what is no client, and what is no route', () => {
    type Client = Parameters<typeof register>[0]
    type RouteArgument = Parameters<typeof register>[1]
    expectTypeOf<string>().not.toExtend<Client>()
    expectTypeOf<{ baseURL: string }>().not.toExtend<Client>()
    expectTypeOf<number>().not.toExtend<RouteArgument>()
  })
})
