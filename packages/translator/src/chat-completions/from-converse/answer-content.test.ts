import { expect, it } from 'vitest'

import { readContent } from './answer-content.ts'

it.each([
  ['Hi', 'Hi', ''],
  [null, '', ''],
  [undefined, '', ''],
  [
    [
      { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
      { type: 'text', text: 'Hi' },
    ],
    'Hi',
    'Hm.',
  ],
  [[{ type: 'thinking', thinking: 'Hm.' }], '', 'Hm.'],
  [[{ type: 'unknown' }, 5], '', ''],
])('reads %j', (content, text, reasoning) => {
  expect(readContent(content)).toEqual({ text, reasoning })
})
