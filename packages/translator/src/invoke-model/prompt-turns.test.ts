import { array, assert, constantFrom, option, property, stringMatching, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { growth } from '../../test-support/growth.ts'
import {
  DEEPSEEK_TOKENS,
  HUMAN_ASSISTANT,
  INSTRUCTIONS,
  LLAMA_HEADERS,
  type PromptTemplate,
  toConversation,
  USER_BOT,
} from './prompt-turns.ts'

interface Written {
  readonly template: PromptTemplate
  readonly system: (text: string) => string
  readonly user: (text: string) => string
  readonly assistant: (text: string) => string
  /** What asks for the answer. */
  readonly open: string
}

const header = (role: string, text: string): string =>
  `<|start_header_id|>${role}<|end_header_id|>\n\n${text}<|eot_id|>`

/** How each model's writers want a conversation written. */
const WRITTEN: Readonly<Record<string, Written>> = {
  claude: {
    template: HUMAN_ASSISTANT,
    system: (text) => text,
    user: (text) => `\n\nHuman: ${text}`,
    assistant: (text) => `\n\nAssistant: ${text}`,
    open: '\n\nAssistant:',
  },
  'llama 3': {
    template: LLAMA_HEADERS,
    system: (text) => `<|begin_of_text|>${header('system', text)}`,
    user: (text) => header('user', text),
    assistant: (text) => header('assistant', text),
    open: '<|start_header_id|>assistant<|end_header_id|>\n\n',
  },
  'llama 2': {
    template: INSTRUCTIONS,
    system: (text) => `<s>[INST] <<SYS>>\n${text}\n<</SYS>>\n\n[/INST]`,
    user: (text) => `<s>[INST] ${text} [/INST]`,
    assistant: (text) => ` ${text} </s>`,
    open: '',
  },
  mistral: {
    template: INSTRUCTIONS,
    system: (text) => `<s>${text}\n`,
    user: (text) => `[INST] ${text} [/INST]`,
    assistant: (text) => ` ${text}</s>`,
    open: '',
  },
  deepseek: {
    template: DEEPSEEK_TOKENS,
    system: (text) => `<｜begin▁of▁sentence｜>${text}`,
    user: (text) => `<｜User｜>${text}`,
    assistant: (text) => `<｜Assistant｜>${text}<｜end▁of▁sentence｜>`,
    open: '<｜Assistant｜><think>\n',
  },
  titan: {
    template: USER_BOT,
    system: (text) => text,
    user: (text) => `\nUser: ${text}`,
    assistant: (text) => `\nBot: ${text}`,
    open: '\nBot:',
  },
}

const text = stringMatching(/^[a-z]{1,9}( [a-z]{1,9}){0,3}$/)
const turns = array(tuple(text, text), { maxLength: 3 })

describe.each(Object.keys(WRITTEN))('a prompt as %s wants it', (name) => {
  const { template, ...write } = WRITTEN[name] as Written

  it('is taken apart into its messages', () => {
    assert(
      property(option(text, { nil: undefined }), turns, text, (system, earlier, question) => {
        const prompt =
          (system === undefined ? '' : write.system(system)) +
          earlier.map(([user, assistant]) => write.user(user) + write.assistant(assistant)).join('') +
          write.user(question) +
          write.open
        const said = earlier.flatMap(([user, assistant]) => [
          { role: 'user', content: [{ text: user }] },
          { role: 'assistant', content: [{ text: assistant }] },
        ])
        expect(toConversation(prompt, [template])).toEqual({
          ...(system === undefined ? {} : { system: [{ text: system }] }),
          messages: [...said, { role: 'user', content: [{ text: question }] }],
        })
      }),
    )
  })
})

it('takes a prompt without marks for what the user says', () => {
  const templates = Object.values(WRITTEN).map(({ template }) => template)
  assert(
    property(text, constantFrom(...templates), (prompt, template) => {
      expect(toConversation(prompt, [template])).toEqual({
        messages: [{ role: 'user', content: [{ text: prompt }] }],
      })
    }),
  )
})

describe.each(Object.keys(WRITTEN))('time, by the template of %s', (name) => {
  const { template } = WRITTEN[name] as Written

  it.each(['\n', ' ', '\n\nHuman', '\nUser:\n', '[INST]', '<<SYS>>', '<s>'])('is linear in %j', (piece) => {
    const prepare = (size: number) => {
      const prompt = `x${piece.repeat(size)}x`
      return () => toConversation(prompt, [template])
    }
    expect(growth(15_000, prepare)).toBeLessThan(10)
  })
})
