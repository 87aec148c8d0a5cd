import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conversationOf } from './prompt-turns.ts'

const text = fc.stringMatching(/^[a-z]{1,9}( [a-z]{1,9}){0,3}$/)
const turns = fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 4 })

/** How each model's writers want a conversation written. */
const WRITE = {
  llama: (role: 'user' | 'assistant', said: string) =>
    `<|start_header_id|>${role}<|end_header_id|>\n\n${said}<|eot_id|>`,
  mistral: (role: 'user' | 'assistant', said: string) =>
    role === 'user' ? `[INST] ${said} [/INST]` : ` ${said}</s>`,
  deepseek: (role: 'user' | 'assistant', said: string) =>
    `${role === 'user' ? '<｜User｜>' : '<｜Assistant｜>'}${said}`,
  titan: (role: 'user' | 'assistant', said: string) => `\n${role === 'user' ? 'User' : 'Bot'}: ${said}`,
} as const

describe.each(Object.keys(WRITE) as (keyof typeof WRITE)[])('a prompt in the template of %s', (template) => {
  it('is taken apart into its messages', () => {
    fc.assert(
      fc.property(turns, (said) => {
        const prompt = said
          .map(([user, assistant]) => WRITE[template]('user', user) + WRITE[template]('assistant', assistant))
          .join('')
        const messages = said.flatMap(([user, assistant]) => [
          { role: 'user', content: [{ text: user }] },
          { role: 'assistant', content: [{ text: assistant }] },
        ])
        expect(conversationOf(prompt, template)).toEqual({ messages })
      }),
    )
  })

  it('is one message where it has none of it', () => {
    fc.assert(
      fc.property(text, (prompt) => {
        expect(conversationOf(prompt, template)).toEqual({
          messages: [{ role: 'user', content: [{ text: prompt }] }],
        })
      }),
    )
  })
})
