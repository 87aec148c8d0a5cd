import { describe, expect, it } from 'vitest'

import { readPage } from './page.ts'

const PLACE = { source: 'docs/routes.md', slug: 'routes' }

describe('readPage', () => {
  it('takes the title, the first paragraph and the anchors that GitHub gives', () => {
    const text =
      '# `Routes`\n\nA *string* names\na route.\n\n## What `unregister` does\n\n## What `unregister` does\n'
    expect(readPage(PLACE, text)).toEqual({
      ...PLACE,
      title: 'Routes',
      description: 'A string names a route.',
      body: 'A *string* names\na route.\n\n## What `unregister` does\n\n## What `unregister` does\n',
      anchors: new Set(['routes', 'what-unregister-does', 'what-unregister-does-1']),
      generated: false,
    })
  })

  it('cuts a long description at the end of a sentence, else of a word', () => {
    const sentence = 'This is a sentence of about fifty letters, all told. '
    expect(readPage(PLACE, `# R\n\n${sentence.repeat(5)}`).description).toBe(sentence.repeat(3).trim())
    const words = readPage(PLACE, `# R\n\n${'word '.repeat(60)}`).description
    expect(words.length).toBeLessThanOrEqual(182)
    expect(words).toMatch(/word …$/)
  })

  it('is called by its title where it has no paragraph', () => {
    expect(readPage(PLACE, '# Routes\n\n- one\n').description).toBe('Routes')
  })

  it('takes a title from outside, and anchors of HTML', () => {
    const page = readPage({ ...PLACE, title: 'Overview' }, '# Patchbay\n\n<a id="here"></a>\n')
    expect(page.title).toBe('Overview')
    expect(page.anchors).toContain('here')
  })

  it('refuses a page without a title', () => {
    expect(() => readPage(PLACE, 'Text\n')).toThrow('docs/routes.md does not begin with a heading')
  })

  it('refuses a page with two titles', () => {
    expect(() => readPage(PLACE, '# One\n\n# Two\n')).toThrow('docs/routes.md has a second heading')
  })
})
