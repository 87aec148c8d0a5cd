import { cp, mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

import { createLinkResolver, type LinkForm, type LinkReport, toPicturePath } from './links/page-links.ts'
import { replaceLinks } from './links/replace-links.ts'
import { toFullText, toIndexText } from './llms/llms-text.ts'
import { groupPages, toSidebar } from './navigation/navigation.ts'
import type { Page } from './pages/page.ts'
import { ROOT, toRepositoryURL } from './repository.ts'
import { SITE_URL } from './site-url.ts'

/** Where the generator finds pages, and files that it copies. Both are written here alone. */
export const CONTENT = fileURLToPath(new URL('../theme/content/docs/', import.meta.url))
export const PUBLIC = fileURLToPath(new URL('../build/public/', import.meta.url))
export const SIDEBAR = fileURLToPath(new URL('../build/sidebar.json', import.meta.url))

/**
 * Writes the pages for the generator, the Markdown beside them, llms.txt and the navigation.
 *
 * @param applications folders of the repository whose built pages stand on the site too, each with its path there.
 * @returns what is wrong with links.
 */
export async function writePages(
  pages: readonly Page[],
  applications: ReadonlyMap<string, string>,
): Promise<string[]> {
  const bySource = new Map(pages.map((page) => [page.source, page]))
  const report: LinkReport = { problems: [], pictures: new Set() }
  const bodies = new Map<string, string>()
  for (const page of pages) {
    const withLinks = (form: LinkForm) =>
      replaceLinks(page.body, createLinkResolver({ pages: bySource, applications, report }, page, form))
    const name = page.slug === '' ? 'index' : page.slug
    const markdown = `# ${page.title}\n\n${withLinks('markdown')}`
    bodies.set(page.slug, markdown)
    await write(`${CONTENT}${name}.md`, `${toFrontMatter(page)}\n${withLinks('html')}`)
    await write(`${PUBLIC}${name}.md`, markdown)
  }
  await writeIndexes(pages, bodies, applications)
  for (const picture of report.pictures)
    for (const folder of [CONTENT, PUBLIC]) await cp(ROOT + picture, folder + toPicturePath(picture))
  return [...new Set(report.problems)]
}

async function writeIndexes(
  pages: readonly Page[],
  bodies: ReadonlyMap<string, string>,
  applications: ReadonlyMap<string, string>,
): Promise<void> {
  const start = pages.find(({ slug }) => slug === '')
  if (start === undefined) throw new Error('There is no start page')
  const groups = groupPages(pages)
  await write(`${PUBLIC}llms.txt`, toIndexText(start, groups, SITE_URL))
  await write(`${PUBLIC}llms-full.txt`, toFullText(start, groups, bodies, SITE_URL))
  await write(SIDEBAR, JSON.stringify(toSidebar(groups, [...applications.values()]), null, 2))
}

/** What the generator is told of a page. Values are JSON, which YAML is a superset of. */
function toFrontMatter({ slug, source, title, description, generated }: Page): string {
  const facts = {
    title,
    description,
    slug: slug === '' ? 'index' : slug,
    editUrl: generated ? false : toRepositoryURL(source, 'edit'),
    head: [
      { tag: 'link', attrs: { rel: 'alternate', type: 'text/markdown', href: toMarkdownAddress(slug) } },
    ],
    ...(slug === '' && { tableOfContents: false }),
  }
  const lines = Object.entries(facts).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
  return `---\n${lines.join('\n')}\n---\n`
}

/** The Markdown of a page beside it, relative to the page. */
function toMarkdownAddress(slug: string): string {
  return slug === '' ? 'index.md' : `../${slug.slice(slug.lastIndexOf('/') + 1)}.md`
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
