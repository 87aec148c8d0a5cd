import { describe, expect, it } from 'vitest'

import { type Page, readPage } from '../pages/page.ts'
import { createLinkResolver, type LinkForm, type LinkReport } from './page-links.ts'

const page = (source: string, slug: string) => readPage({ source, slug }, `# ${slug}\n\n## Options\n`)
const PAGES = new Map<string, Page>(
  [
    page('packages/site/theme/start.md', ''),
    page('docs/routes.md', 'routes'),
    page('docs/clients/openai.md', 'clients/openai'),
  ].map((one) => [one.source, one]),
)

function resolve(source: string, url: string, form: LinkForm = 'html', kind: 'link' | 'image' = 'link') {
  const report: LinkReport = { problems: [], pictures: new Set() }
  const targets = { pages: PAGES, applications: new Map([['packages/core', 'playground']]), report }
  return { url: createLinkResolver(targets, PAGES.get(source)!, form)({ kind, url }), ...report }
}

describe('links of pages', () => {
  it.each([
    ['docs/routes.md', 'clients/openai.md', '../clients/openai/', 'clients/openai.md'],
    ['docs/clients/openai.md', '../routes.md#options', '../../routes/#options', '../routes.md#options'],
    ['docs/clients/openai.md', '#options', '#options', '#options'],
    ['packages/site/theme/start.md', '../../../docs/routes.md', 'routes/', 'routes.md'],
    ['docs/routes.md', '../packages/core', '../playground/', 'playground/'],
    [
      'docs/routes.md',
      'https://github.com/patchbay/patchbay/blob/main/docs/clients/openai.md',
      '../clients/openai/',
      'clients/openai.md',
    ],
  ])('stay on the site: from %s to %s', (source, url, html, markdown) => {
    expect(resolve(source, url)).toEqual({ url: html, problems: [], pictures: new Set() })
    expect(resolve(source, url, 'markdown').url).toBe(markdown)
  })

  it.each([
    ['../package.json', 'https://github.com/patchbay/patchbay/blob/main/package.json'],
    ['../test/docs', 'https://github.com/patchbay/patchbay/tree/main/test/docs'],
    ['https://example.com/a.md#b', 'https://example.com/a.md#b'],
    ['mailto:a@example.com', 'mailto:a@example.com'],
  ])('lead to GitHub for other files of the repository: %s', (url, expected) => {
    expect(resolve('docs/routes.md', url)).toEqual({ url: expected, problems: [], pictures: new Set() })
  })

  it('take pictures along', () => {
    const found = resolve('docs/clients/openai.md', '../pictures/spans-fallback.svg', 'html', 'image')
    expect(found).toEqual({
      url: '../pictures/spans-fallback.svg',
      problems: [],
      pictures: new Set(['docs/pictures/spans-fallback.svg']),
    })
  })

  it.each(['nowhere.md', '../../outside.md', 'clients/openai.md#nothing', '#nothing'])(
    'that lead nowhere are reported: %s',
    (url) => {
      expect(resolve('docs/routes.md', url).problems).toEqual([
        expect.stringContaining(`docs/routes.md: ${url} `),
      ])
    },
  )
})
