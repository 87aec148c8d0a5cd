import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'

import { ROOT } from '../repository.ts'
import { type Page, readPage } from './page.ts'

/** The source of the start page, which stands beside the site's styles. */
export const START_PAGE = 'packages/site/theme/start.md'

/** Pages that stand outside `docs/`, with their places on the site. */
const OTHER_PAGES: Readonly<Record<string, { readonly slug: string; readonly title?: string }>> = {
  [START_PAGE]: { slug: '' },
  'README.md': { slug: 'overview', title: 'Overview' },
  'docs/README.md': { slug: 'pages', title: 'All pages' },
  'ARCHITECTURE.md': { slug: 'architecture' },
  'CONTRIBUTING.md': { slug: 'contributing' },
  'CHANGELOG.md': { slug: 'changelog', title: 'Changes' },
  'packages/translator/README.md': { slug: 'packages/translator' },
  'packages/testing/README.md': { slug: 'packages/testing' },
}

/** Reads every page that a person wrote, in the order of their paths. */
export async function readPages(): Promise<Page[]> {
  const sources = new Set(Object.keys(OTHER_PAGES))
  for await (const file of glob('docs/**/*.md', { cwd: ROOT })) sources.add(file)
  return [...sources].toSorted().map((source) => {
    const place = OTHER_PAGES[source] ?? { slug: source.slice('docs/'.length, -'.md'.length) }
    return readPage({ source, ...place }, readFileSync(ROOT + source, 'utf8'))
  })
}
