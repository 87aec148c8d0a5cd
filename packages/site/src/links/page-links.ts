import { existsSync, statSync } from 'node:fs'
import { posix } from 'node:path'

import type { Page } from '../pages/page.ts'
import { fromRepositoryURL, ROOT, toRepositoryURL } from '../repository.ts'
import type { Link } from './replace-links.ts'

/** How the addresses of a page are written: between HTML pages, or between the Markdown files beside them. */
export type LinkForm = 'html' | 'markdown'

/** What resolving the links of pages found besides their addresses. */
export interface LinkReport {
  /** Links that lead nowhere, each with its page. */
  readonly problems: string[]
  /** Pictures that pages show, as paths in the repository. */
  readonly pictures: Set<string>
}

/** What links may lead to. */
export interface LinkTargets {
  readonly pages: ReadonlyMap<string, Page>
  /** Folders of the repository whose built pages stand on the site too, each with its path there. */
  readonly applications: ReadonlyMap<string, string>
  readonly report: LinkReport
}

/** The path on the site of a picture of the documentation. */
export function toPicturePath(path: string): string {
  return path.replace(/^docs\//, '')
}

/**
 * Makes the function that gives the new address of each link of `page`. Links to pages stay on the site, relative, so that
 * the site works below any path; links to other files of the repository lead to GitHub; links of the web stay as they are.
 */
export function createLinkResolver(
  { pages, applications, report }: LinkTargets,
  page: Page,
  form: LinkForm,
): (link: Link) => string {
  const from = form === 'html' ? page.slug : posix.dirname(`${page.slug}.md`)
  const relative = (target: string) => posix.relative(from, target)
  const toPage = ({ slug }: Page) => {
    if (form === 'markdown') return relative(`${slug === '' ? 'index' : slug}.md`)
    const path = relative(slug)
    return path === '' ? './' : `${path}/`
  }

  return ({ kind, url }) => {
    const repositoryPath = fromRepositoryURL(url)
    if (repositoryPath === undefined && /^(?:[a-z][a-z+.-]*:|\/\/)/i.test(url)) return url
    const [path = '', anchor] = (repositoryPath ?? url).split('#', 2)
    const base = repositoryPath === undefined ? posix.dirname(page.source) : ''
    const file = path === '' ? page.source : posix.normalize(posix.join(base, path)).replace(/\/$/, '')
    const target = pages.get(file)
    const fragment = anchor === undefined ? '' : `#${anchor}`
    if (target !== undefined) {
      if (anchor !== undefined && !target.anchors.has(decodeURIComponent(anchor)))
        report.problems.push(`${page.source}: ${url} names no heading of ${file}`)
      return path === '' ? fragment : toPage(target) + fragment
    }
    const application = applications.get(file)
    if (application !== undefined) return `${relative(application)}/${fragment}`
    if (file.startsWith('../') || !existsSync(ROOT + file)) {
      report.problems.push(`${page.source}: ${url} leads to no file`)
      return url
    }
    if (kind === 'image') {
      report.pictures.add(file)
      // The generator takes pictures from beside the Markdown that names them.
      return posix.relative(posix.dirname(`${page.slug}.md`), toPicturePath(file))
    }
    return toRepositoryURL(file, statSync(ROOT + file).isDirectory() ? 'tree' : 'blob') + fragment
  }
}
