import { encodeEvent } from '@patchbay/testing'
import { expect, it } from 'vitest'

import { readPaste } from './read-paste.ts'
import { textOfFile } from './text-of-file.ts'

it('leaves a text as it is', () => {
  expect(textOfFile(new TextEncoder().encode('data: {"a":"ü"}\n'))).toBe('data: {"a":"ü"}\n')
})

it('makes base64 of the bytes of an event stream, which are read as such', () => {
  const bytes = Buffer.concat([
    encodeEvent('messageStart', { role: 'assistant' }),
    encodeEvent('messageStop', { stopReason: 'end_turn' }),
  ])
  const text = textOfFile(bytes)
  expect(text.split('\n')[0]).toHaveLength(76)
  expect(readPaste(text)).toMatchObject({
    kind: 'answer',
    answer: { protocol: 'converse', events: [{ label: 'messageStart' }, { label: 'messageStop' }] },
  })
})

it('makes base64 of what is no UTF-8', () => {
  expect(textOfFile(Uint8Array.of(0xff, 0xfe, 0x41))).toBe('//5B')
})
