import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** One block of TypeScript of a page. */
export interface Block {
  /** The line of the page that it begins on. */
  readonly line: number
  readonly code: string
}

/** What stands below one heading of a page: by habit their block first, then ours. */
export interface Section {
  readonly heading: string
  readonly blocks: readonly Block[]
}

const folder = fileURLToPath(new URL('../../../docs/coming-from/', import.meta.url))

/** The sections of `docs/coming-from/{name}.md` that have TypeScript in them; blocks of other languages are not run. */
export async function readSections(name: string): Promise<Section[]> {
  const text = await readFile(`${folder}${name}.md`, 'utf8')
  const headings = [...text.matchAll(/^## (.+)$/gm)]
  return headings
    .map(({ 1: heading = '', index }, number) => {
      const end = headings[number + 1]?.index ?? text.length
      return { heading, blocks: readBlocks(text, index, end) }
    })
    .filter(({ blocks }) => blocks.length > 0)
}

function readBlocks(text: string, start: number, end: number): Block[] {
  const blocks = text.slice(start, end).matchAll(/^```ts\n([^]*?)^```$/gm)
  return [...blocks].map(({ 1: code = '', index }) => ({
    line: text.slice(0, start + index).split('\n').length + 1,
    code,
  }))
}
