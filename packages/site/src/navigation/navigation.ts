import type { Page } from '../pages/page.ts'

/** A group of the navigation: its pages are found by their places on the site. */
interface Group {
  readonly label: string
  /** Pages by their slugs, or all pages of a folder by its name and a slash. */
  readonly pages: readonly string[]
  readonly collapsed?: boolean
  /** The newest first, where names begin with a date. */
  readonly reverse?: boolean
}

/** The subjects of the documentation, in order. A new page of a folder needs no entry. */
const GROUPS: readonly Group[] = [
  { label: 'Start', pages: ['overview', 'getting-started', 'pages'] },
  {
    label: 'Routes and gateways',
    pages: ['routes', 'gateways/javelin', 'gateways/portkey', 'gateways/', 'fault-matrix', 'wire'],
  },
  { label: 'Clients', pages: ['clients/openai', 'clients/azure-openai', 'clients/', 'agents'] },
  { label: 'Bedrock', pages: ['bedrock', 'endpoints', 'responses', 'models', 'ways', 'translation'] },
  { label: 'Observability', pages: ['hooks', 'opentelemetry', 'explain'] },
  { label: 'Command line', pages: ['playground-guide', 'command-line', 'serve'] },
  { label: 'Environments', pages: ['bundlers', 'nextjs', 'jest-and-commonjs', 'runtimes'] },
  { label: 'Coming from', pages: ['coming-from/'] },
  { label: 'Comparison', pages: ['comparison', 'field-reports'] },
  { label: 'Performance', pages: ['performance'] },
  { label: 'Security', pages: ['security'] },
  { label: 'API reference', pages: ['api', 'api/'], collapsed: true },
  { label: 'Packages', pages: ['packages/'], collapsed: true },
  {
    label: 'How it is built',
    pages: ['architecture', 'request-path', 'contributing', 'changelog'],
    collapsed: true,
  },
  { label: 'Decisions', pages: ['decisions/'], collapsed: true, reverse: true },
]

/** Where pages stand that no group knows. */
const REST = 'More'

/** A group with its pages. */
export interface NavigationGroup {
  readonly label: string
  readonly collapsed: boolean
  readonly pages: readonly Page[]
}

/** Sorts pages into the groups of the navigation. Every page but the start page is in exactly one. */
export function groupPages(pages: readonly Page[]): NavigationGroup[] {
  const rest = new Map(pages.filter(({ slug }) => slug !== '').map((page) => [page.slug, page]))
  const take = (pattern: string) => {
    const found = [...rest.values()].filter(({ slug }) =>
      pattern.endsWith('/') ? slug.startsWith(pattern) : slug === pattern,
    )
    for (const { slug } of found) rest.delete(slug)
    return found
  }
  const groups = GROUPS.map(({ label, pages: patterns, collapsed = false, reverse = false }) => {
    const found = patterns.flatMap(take)
    return { label, collapsed, pages: reverse ? found.toReversed() : found }
  })
  groups.push({ label: REST, collapsed: false, pages: [...rest.values()] })
  return groups.filter((group) => group.pages.length > 0)
}

/**
 * The navigation in the form that Starlight reads.
 *
 * @param applications paths on the site of pages that the generator does not make, such as `playground`: they stand first.
 */
export function toSidebar(groups: readonly NavigationGroup[], applications: readonly string[]): object[] {
  const links = applications.map((path) => ({
    label: path.charAt(0).toUpperCase() + path.slice(1),
    link: `/${path}/`,
  }))
  return groups.map(({ label, collapsed, pages }, index) => ({
    label,
    collapsed,
    items: [...(index === 0 ? links : []), ...pages.map(({ slug, title }) => ({ slug, label: title }))],
  }))
}
