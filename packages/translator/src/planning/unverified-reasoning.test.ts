import { describe, expect, it } from 'vitest'
import { createReasoningOrigins } from '../converse/reasoning-origins.ts'
import { refusesReasoning, withoutUnverifiedReasoning } from './unverified-reasoning.ts'

const origins = createReasoningOrigins()
origins.note('own', 'gpt')
origins.note('theirs', 'claude')
const clean = (body: Record<string, unknown>) => withoutUnverifiedReasoning(body, 'gpt', origins)?.body

describe('a body without reasoning that is not known to be the model’s own', () => {
  it('of Responses', () => {
    const item = (content: string) => ({ type: 'reasoning', summary: [], encrypted_content: content })
    const call = { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' }
    const input = [{ role: 'user', content: 'a' }, item('own'), call, item('strange'), item('theirs')]
    expect(clean({ input })).toEqual({ input: input.slice(0, 3) })
    expect(clean({ input: input.slice(0, 3) })).toBeUndefined()
    expect(clean({ input: 'text' })).toBeUndefined()
  })

  it('of Messages and Converse', () => {
    const thinking = { type: 'thinking', thinking: 'Hm.', signature: 'strange' }
    const text = { type: 'text', text: 'Yes.' }
    const messages = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: [thinking, { ...thinking, signature: 'own' }, text] },
      { role: 'assistant', content: [{ type: 'redacted_thinking', data: 'strange' }] },
    ]
    expect(clean({ messages })).toEqual({
      messages: [messages[0], { role: 'assistant', content: [{ ...thinking, signature: 'own' }, text] }],
    })
    const reasoning = { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'strange' } } }
    const own = { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'own' } } }
    expect(clean({ messages: [{ role: 'assistant', content: [reasoning, own, { text: 'a' }] }] })).toEqual({
      messages: [{ role: 'assistant', content: [own, { text: 'a' }] }],
    })
  })

  it('of Chat Completions, whose calls stay', () => {
    const part = { type: 'redacted_thinking', data: 'strange' }
    const message = { role: 'assistant', content: [part], content_blocks: [part], tool_calls: [{ id: 'c' }] }
    expect(clean({ messages: [message] })).toEqual({
      messages: [{ ...message, content: [], content_blocks: [] }],
    })
  })
})

it('tells refusals of reasoning from others', () => {
  expect(refusesReasoning('The encrypted content for item rs_1 could not be verified.', null)).toBe(true)
  expect(refusesReasoning('messages.1.content.0: Invalid `signature` in `thinking` block', null)).toBe(true)
  expect(refusesReasoning('No.', 'invalid_encrypted_content')).toBe(true)
  expect(refusesReasoning('Invalid `signature` of the request', 'InvalidSignatureException')).toBe(false)
})
