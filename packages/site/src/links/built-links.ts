import { existsSync, statSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { posix } from 'node:path'

/** What the links of a built site are like. */
export interface BuiltLinks {
  /** How many were followed. */
  readonly links: number
  /** Those that lead to no file or to no element, each with its page. */
  readonly problems: readonly string[]
}

/**
 * Follows every link, picture, script and style of the built HTML pages that stays on the site.
 *
 * @param folder the built site, with a slash at its end.
 * @param base the path that it is built for, with slashes around it.
 */
export async function checkBuiltLinks(folder: string, base: string): Promise<BuiltLinks> {
  const problems: string[] = []
  const ids = new Map<string, Set<string>>()
  const pages: string[] = []
  for await (const page of glob('**/*.html', { cwd: folder })) {
    if (page.startsWith('playground/')) continue
    pages.push(page)
    const text = await readFile(folder + page, 'utf8')
    ids.set(page, new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id = '']) => decode(id))))
  }
  let links = 0
  for (const page of pages) {
    const text = await readFile(folder + page, 'utf8')
    for (const [, url = ''] of text.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      if (/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(url)) continue
      links += 1
      const problem = follow(decode(url), page)
      if (problem !== undefined) problems.push(`${page}: ${url} ${problem}`)
    }
  }
  return { links, problems }

  function follow(url: string, page: string): string | undefined {
    const [path = '', anchor = ''] = url.split('#', 2)
    if (path.startsWith('/') && !path.startsWith(base)) return `leaves ${base}`
    const joined = path.startsWith('/') ? path.slice(base.length) : posix.join(posix.dirname(page), path)
    const file = path === '' ? page : toFile(joined.split('?', 1)[0] ?? '')
    if (file === undefined) return 'leads to no file'
    const known = ids.get(file)
    return anchor === '' || known === undefined || known.has(decodeURIComponent(anchor))
      ? undefined
      : 'names no element'
  }

  function toFile(path: string): string | undefined {
    const file = path === '.' || path === '' || path.endsWith('/') ? posix.join(path, 'index.html') : path
    if (!existsSync(folder + file)) return undefined
    return statSync(folder + file).isDirectory() ? posix.join(file, 'index.html') : file
  }
}

function decode(text: string): string {
  return text
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#38;', '&')
}
