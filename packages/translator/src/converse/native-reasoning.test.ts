import { expect, it } from 'vitest'
import { createNativeReasoning } from './native-reasoning.ts'
import { createReasoningOrigins } from './reasoning-origins.ts'

const observe = (family: string, ...values: readonly object[]) => {
  const origins = createReasoningOrigins()
  const { observe: see } = createNativeReasoning(family, origins)
  for (const value of values) see(JSON.stringify(value))
  return origins
}

it('notes what whole answers of Responses and Messages have encrypted or signed', () => {
  const item = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'abc' }
  expect(observe('grok', { output: [item, { type: 'message' }] }).of('abc')).toBe('grok')
  const content = [
    { type: 'thinking', thinking: 'Hm.', signature: 'sig' },
    { type: 'redacted_thinking', data: 'bytes' },
  ]
  const origins = observe('claude', { type: 'message', content })
  expect([origins.of('sig'), origins.of('bytes'), origins.of('other')]).toEqual([
    'claude',
    'claude',
    undefined,
  ])
})

it('notes what events have, a signature in pieces as a whole', () => {
  const item = { type: 'reasoning', encrypted_content: 'abc' }
  expect(observe('gpt', { type: 'response.output_item.done', item }).of('abc')).toBe('gpt')
  expect(observe('gpt', { type: 'response.completed', response: { output: [item] } }).of('abc')).toBe('gpt')
  const delta = (signature: string) => ({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'signature_delta', signature },
  })
  const stop = { type: 'content_block_stop', index: 0 }
  const origins = observe('claude', delta('ab'), delta('cd'), stop)
  expect([origins.of('abcd'), origins.of('ab')]).toEqual(['claude', undefined])
  const redacted = { type: 'redacted_thinking', data: 'bytes' }
  expect(
    observe('claude', { type: 'content_block_start', index: 0, content_block: redacted }).of('bytes'),
  ).toBe('claude')
})

it('is not disturbed by anything else', () => {
  const { observe: see } = createNativeReasoning('gpt', createReasoningOrigins())
  for (const text of ['', '[DONE]', '"encrypted_content"', '{"encrypted_content":', '[{"signature":1}]'])
    expect(() => see(text)).not.toThrow()
  expect(() => see('{"output":[null,{"type":"reasoning","encrypted_content":7}],"content":{}}')).not.toThrow()
})
