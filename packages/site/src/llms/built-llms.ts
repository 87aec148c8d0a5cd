import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { posix } from 'node:path'

import { visit } from 'unist-util-visit'

import { parseMarkdown } from '../pages/markdown.ts'

/**
 * Follows the links of llms.txt, and those of the Markdown beside the pages that stay on the site.
 *
 * @param folder the built site, with a slash at its end.
 * @param url where the site is published, without a slash at its end: llms.txt names its pages by it.
 * @returns those that lead to no file.
 */
export async function checkMarkdownFiles(folder: string, url: string): Promise<string[]> {
  const problems: string[] = []
  for await (const file of glob(['llms.txt', '**/*.md'], { cwd: folder })) {
    visit(parseMarkdown(await readFile(folder + file, 'utf8')), ['link', 'image'], (node) => {
      if (node.type !== 'link' && node.type !== 'image') return
      const path = toPath(node.url, file, url)
      if (path !== undefined && !existsSync(folder + path))
        problems.push(`${file}: ${node.url} leads to no file`)
    })
  }
  return problems
}

/** The file that an address names, or `undefined` for one that is not on the site, or is the page itself. */
function toPath(address: string, file: string, url: string): string | undefined {
  const [target = ''] = address.split('#', 1)
  if (target.startsWith(`${url}/`)) return target.slice(url.length + 1)
  if (target === '' || /^(?:[a-z][a-z+.-]*:|\/\/)/i.test(target)) return undefined
  return posix.join(posix.dirname(file), target)
}
