import type Anthropic from '@anthropic-ai/sdk'
import type { MessageAnswer, MessageEvent, MESSAGES_FIELDS } from '@patchbay/translator'
import { describe, expectTypeOf, it } from 'vitest'

describe('the Messages API', () => {
  it('is answered in the shapes of the SDK', () => {
    expectTypeOf<Omit<MessageAnswer, 'content'>>().toExtend<Omit<Anthropic.Message, 'content'>>()
    // The SDK's texts always have `citations`, `null` where there are none; other readers refuse that null.
    type Block<Given> = Given extends { type: 'text' } ? Given & { citations: null } : Given
    expectTypeOf<Block<MessageAnswer['content'][number]>>().toExtend<Anthropic.ContentBlock>()
    expectTypeOf<MessageEvent['type']>().toEqualTypeOf<Anthropic.RawMessageStreamEvent['type']>()
    expectTypeOf<Extract<MessageEvent, { type: 'content_block_delta' }>>().toExtend<
      Readonly<Anthropic.RawContentBlockDeltaEvent>
    >()
    type Start = Extract<MessageEvent, { type: 'content_block_start' }>
    expectTypeOf<Omit<Start, 'content_block'> & { content_block: Block<Start['content_block']> }>().toExtend<
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
