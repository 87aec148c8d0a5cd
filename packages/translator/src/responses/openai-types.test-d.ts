import type {
  ResponseCreateParams,
  ResponseInputItem,
  ResponseInputText,
  ResponseOutputText,
} from 'openai/resources/responses/responses'
import { assertType, expectTypeOf, it } from 'vitest'

import type { ResponseBody } from './openai-types.ts'

it("takes this package's fields beside OpenAI's", () => {
  assertType<ResponseCreateParams>({
    model: 'm',
    top_k: 5,
    stop_sequences: ['END'],
    thinking: { type: 'enabled', budget_tokens: 2048 },
    guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' },
    additionalModelRequestFields: { custom: 1 },
    tools: [
      { type: 'function', name: 'f', parameters: null, strict: null, cache_control: { type: 'ephemeral' } },
      { type: 'custom', name: 'c', cache_control: { type: 'ephemeral', ttl: '1h' } },
    ],
  })
  assertType<ResponseInputItem>({
    role: 'user',
    content: [
      { type: 'input_text', text: 'Hi', cache_control: { type: 'ephemeral' } },
      { type: 'input_image', detail: 'auto', image_url: 's3://bucket/a.png', mime_type: 'image/png' },
      { type: 'input_file', file_data: 's3://bucket/a.pdf', mime_type: 'application/pdf' },
    ],
  })
})

it('refuses what neither knows', () => {
  // @ts-expect-error -- there is no such field
  assertType<ResponseCreateParams>({ model: 'm', topp: 1 })
  // @ts-expect-error -- a cache lives for five minutes or an hour
  assertType<ResponseInputText['cache_control']>({ type: 'ephemeral', ttl: '2h' })
})

it('knows what answers carry beyond OpenAI', () => {
  expectTypeOf<ResponseBody['native_finish_reason']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<ResponseOutputText>().toHaveProperty('citations')
  expectTypeOf<ResponseBody>().not.toHaveProperty('output_text')
})
