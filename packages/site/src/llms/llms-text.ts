import type { NavigationGroup } from '../navigation/navigation.ts'
import type { Page } from '../pages/page.ts'

/** Groups that a reader with little space may leave out: https://llmstxt.org calls such a section "Optional". */
const OPTIONAL = new Set(['How it is built', 'Decisions'])

/**
 * The index of the site for language models, in the form of https://llmstxt.org: a title, a summary, and sections of links,
 * each with what its page says.
 *
 * @param url where the site is published, without a slash at its end.
 */
export function toIndexText(start: Page, groups: readonly NavigationGroup[], url: string): string {
  const list = (pages: readonly Page[]) =>
    pages.map(({ slug, title, description }) => `- [${title}](${url}/${slug}.md): ${description}`).join('\n')
  const sections = groups
    .filter(({ label }) => !OPTIONAL.has(label))
    .map(({ label, pages }) => `## ${label}\n\n${list(pages)}`)
  const optional = groups.filter(({ label }) => OPTIONAL.has(label)).flatMap(({ pages }) => pages)
  return `${[
    `# ${start.title}`,
    `> ${start.description}`,
    `All pages but the API reference in one file: ${url}/llms-full.txt`,
    ...sections,
    `## Optional\n\n${list(optional)}`,
  ].join('\n\n')}\n`
}

/**
 * All written pages in one text, each with its address.
 *
 * @param bodies the Markdown of each page by its slug, with links that can be followed.
 */
export function toFullText(
  start: Page,
  groups: readonly NavigationGroup[],
  bodies: ReadonlyMap<string, string>,
  url: string,
): string {
  const pages = [start, ...groups.flatMap((group) => group.pages)].filter(({ generated }) => !generated)
  return pages
    .map(({ slug }) => `<!-- ${url}/${slug === '' ? '' : `${slug}/`} -->\n\n${bodies.get(slug) ?? ''}`)
    .join('\n\n')
}
