import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Pages that people read. Those of tests are for the people who change them. */
const PAGES = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/**/*.md', 'packages/*/README.md']

/** A block of code of a page. */
export interface Block {
  readonly page: string
  /** The first line of the code. */
  readonly line: number
  /** Counted from 1, among the blocks of its language on the page. */
  readonly number: number
  /** As it is written behind the fence; `` for none. */
  readonly language: string
  readonly code: string
  /** The file that a comment above says it quotes, with the tests that run it. */
  readonly quoted: string | undefined
}

/** Every block of every page, in the order of the pages. */
export async function readBlocks(): Promise<Block[]> {
  const pages: string[] = []
  for await (const page of glob(PAGES, { cwd: root, exclude: (name) => name.includes('node_modules') }))
    pages.push(page)
  return pages.toSorted().flatMap((page) => readPageBlocks(page, readFileSync(root + page, 'utf8')))
}

/** @throws Error for a fence that is indented or not closed: it would be read by no check. */
function readPageBlocks(page: string, text: string): Block[] {
  const numbers = new Map<string, number>()
  const found = [...text.matchAll(/^(?:<!-- (\S+) -->\n)?```([^\n]*)\n([^]*?)^```$/gm)]
  const fences = text.match(/^\s*```/gm)?.length ?? 0
  if (fences !== found.length * 2) throw new Error(`${page} has ${fences} fences, and ${found.length} blocks`)
  return found.map(([whole, quoted, language = '', code = ''], index) => {
    const number = (numbers.get(language) ?? 0) + 1
    numbers.set(language, number)
    const start = (found[index]?.index ?? 0) + whole.indexOf('```')
    return { page, line: text.slice(0, start).split('\n').length + 1, number, language, code, quoted }
  })
}
