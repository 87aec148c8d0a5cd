import { expect, it } from 'vitest'

import { type Page, readPage } from '../pages/page.ts'
import { readPages } from '../pages/read-pages.ts'
import { groupPages, toSidebar } from './navigation.ts'

const page = (slug: string): Page => readPage({ source: `docs/${slug}.md`, slug }, `# ${slug}\n`)

it('sorts pages by subject, folders by name, decisions by date from the newest', () => {
  const slugs = [
    '',
    'clients/zeta',
    'clients/openai',
    'routes',
    'decisions/2026-11-21-a',
    'decisions/2026-11-28-b',
  ]
  const groups = groupPages(slugs.map(page)).map(({ label, pages }) => [label, pages.map(({ slug }) => slug)])
  expect(groups).toEqual([
    ['Routes and gateways', ['routes']],
    ['Clients', ['clients/openai', 'clients/zeta']],
    ['Decisions', ['decisions/2026-11-28-b', 'decisions/2026-11-21-a']],
  ])
})

it('keeps pages that no group knows', () => {
  expect(groupPages([page('something-new')])).toMatchObject([{ label: 'More' }])
})

it('has a place for every page of the documentation, once', async () => {
  const pages = await readPages()
  const groups = groupPages(pages)
  expect(groups.flatMap((group) => group.pages.map(({ slug }) => slug)).toSorted()).toEqual(
    pages
      .map(({ slug }) => slug)
      .filter((slug) => slug !== '')
      .toSorted(),
  )
})

it('links applications in the first group', () => {
  expect(toSidebar(groupPages([page('overview'), page('routes')]), ['playground'])).toEqual([
    {
      label: 'Start',
      collapsed: false,
      items: [
        { label: 'Playground', link: '/playground/' },
        { slug: 'overview', label: 'overview' },
      ],
    },
    { label: 'Routes and gateways', collapsed: false, items: [{ slug: 'routes', label: 'routes' }] },
  ])
})
