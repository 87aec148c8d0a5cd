import type Anthropic from '@anthropic-ai/sdk'
import { register } from '@patchbay/anthropic'
import { bedrock } from '@patchbay/sdk'
import type { MessageAnswer, MessageEvent, MESSAGES_FIELDS } from '@patchbay/translator'
import { describe, expectTypeOf, it } from 'vitest'

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

describe('the Messages API', () => {
  it('is answered in the shapes of the SDK', () => {
    expectTypeOf<Omit<MessageAnswer, 'content'>>().toExtend<Omit<Anthropic.Message, 'content'>>()
    expectTypeOf<MessageAnswer['content'][number]>().toExtend<Anthropic.ContentBlock>()
    expectTypeOf<MessageEvent['type']>().toEqualTypeOf<Anthropic.RawMessageStreamEvent['type']>()
    expectTypeOf<Extract<MessageEvent, { type: 'content_block_delta' }>>().toExtend<
      Readonly<Anthropic.RawContentBlockDeltaEvent>
    >()
    expectTypeOf<Extract<MessageEvent, { type: 'content_block_start' }>>().toExtend<
      Readonly<Anthropic.RawContentBlockStartEvent>
    >()
    expectTypeOf<Extract<MessageEvent, { type: 'message_delta' }>>().toExtend<
      Readonly<Anthropic.RawMessageDeltaEvent>
    >()
  })

  it('has a row in the table for every field of a request', () => {
    type Fields = keyof Anthropic.MessageCreateParamsStreaming | keyof Anthropic.MessageCountTokensParams
    expectTypeOf<Fields>().toExtend<keyof typeof MESSAGES_FIELDS>()
    type BetaFields = keyof Anthropic.Beta.MessageCreateParamsStreaming
    // `betas` is a header by the time a request is sent.
    expectTypeOf<Exclude<BetaFields, 'betas'>>().toExtend<keyof typeof MESSAGES_FIELDS>()
  })
})
