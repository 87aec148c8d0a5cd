import { expect, it } from 'vitest'

import { groupPages } from '../navigation/navigation.ts'
import { type Page, readPage } from '../pages/page.ts'
import { readPages, START_PAGE } from '../pages/read-pages.ts'
import { toFullText, toIndexText } from './llms-text.ts'

const URL = 'https://docs.example/patchbay'
const page = (slug: string, generated = false): Page =>
  readPage({ source: `docs/${slug}.md`, slug, generated }, `# The ${slug}\n\nWhat ${slug} does.\n`)
const START = readPage({ source: START_PAGE, slug: '' }, '# Patchbay\n\nRoutes clients.\n')

it('is an index in the form of llmstxt.org', () => {
  const groups = groupPages([page('routes'), page('api/sdk', true), page('changelog')])
  expect(toIndexText(START, groups, URL)).toBe(`# Patchbay

> Routes clients.

All pages but the API reference in one file: ${URL}/llms-full.txt

## Routes and gateways

- [The routes](${URL}/routes.md): What routes does.

## API reference

- [The api/sdk](${URL}/api/sdk.md): What api/sdk does.

## Optional

- [The changelog](${URL}/changelog.md): What changelog does.
`)
})

it('names every written page, and says of each what it says', async () => {
  const pages = await readPages()
  const start = pages.find(({ slug }) => slug === '')!
  const text = toIndexText(start, groupPages(pages), URL)
  const links = [...text.matchAll(/^- \[.+\]\((.+)\.md\): .+$/gm)].map(([, link = '']) =>
    link.slice(URL.length + 1),
  )
  expect(links.toSorted()).toEqual(
    pages
      .map(({ slug }) => slug)
      .filter((slug) => slug !== '')
      .toSorted(),
  )
})

it('gives all written pages in one text, without the generated ones', () => {
  const groups = groupPages([page('routes'), page('api/sdk', true)])
  const bodies = new Map([
    ['', '# Patchbay'],
    ['routes', '# The routes'],
    ['api/sdk', '# The api/sdk'],
  ])
  expect(toFullText(START, groups, bodies, URL)).toBe(
    `<!-- ${URL}/ -->\n\n# Patchbay\n\n<!-- ${URL}/routes/ -->\n\n# The routes`,
  )
})
