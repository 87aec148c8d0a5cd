import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { listRemoteFiles } from './remote-files.ts'

describe('listRemoteFiles', () => {
  it('finds each http(s) URL once, in order', () => {
    const messages = [
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'https://a/1.png' } },
          { type: 'text', text: 'https://no' },
        ],
      },
      { role: 'user', content: 'https://no' },
      { role: 'tool', content: [{ type: 'image_url', image_url: 'HTTP://b/2.png' }] },
      {
        role: 'user',
        content: [
          { type: 'file', file: { file_data: 'https://c/3.pdf' } },
          { type: 'file', file: { file_url: 'https://c/4.pdf' } },
          { type: 'image_url', image_url: { url: 'https://a/1.png' } },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
        ],
      },
    ]
    expect(listRemoteFiles({ messages })).toEqual([
      'https://a/1.png',
      'HTTP://b/2.png',
      'https://c/3.pdf',
      'https://c/4.pdf',
    ])
  })

  it('minds no garbage', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (messages) => {
        expect(listRemoteFiles({ messages })).toEqual([])
      }),
    )
    expect(listRemoteFiles(null)).toEqual([])
  })
})
