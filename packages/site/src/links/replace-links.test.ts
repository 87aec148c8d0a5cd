import { expect, it } from 'vitest'

import { replaceLinks } from './replace-links.ts'

const mark = (text: string) => replaceLinks(text, ({ kind, url }) => `${kind}:${url}`)

it('replaces links, pictures and definitions', () => {
  expect(mark('A [link](a.md), a ![picture](b.svg "Title"), a [reference][one].\n\n[one]: c.md\n')).toBe(
    'A [link](link:a.md), a ![picture](image:b.svg "Title"), a [reference][one].\n\n[one]: link:c.md\n',
  )
})

it('replaces links in tables and around pictures and code', () => {
  expect(mark('| a |\n|---|\n| [`a \\| b`](a.md) |\n')).toContain('(link:a.md)')
  expect(mark('[![p](p.svg)](a.md)')).toBe('[![p](image:p.svg)](link:a.md)')
  expect(mark('[a.md](a.md)')).toBe('[a.md](link:a.md)')
})

it('leaves code and addresses of the web that stand for themselves', () => {
  for (const text of ['`[a](b.md)`', '```\n[a](b.md)\n```', '<https://a.example>', 'https://a.example'])
    expect(mark(text)).toBe(text)
})

it('refuses an address that is not written as it is read', () => {
  expect(() => mark('[a](b&amp;c.md)')).toThrow('is not written as such')
})
