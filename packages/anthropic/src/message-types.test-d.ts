import type Anthropic from '@anthropic-ai/sdk'
import type { MessageAnswer, MessageEvent, MESSAGES_FIELDS } from '@patchbay/translator'
import { describe, expectTypeOf, it } from 'vitest'

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
