import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const PAGES = ['docs/bundlers.md', 'docs/nextjs.md', 'docs/jest-and-commonjs.md', 'docs/runtimes.md']

/** A block of code: the file that it says it quotes, its language, and its text. */
interface Block {
  readonly quoted: string | undefined
  readonly language: string
  readonly text: string
}

function blocksOf(page: string): Block[] {
  const markdown = readFileSync(join(ROOT, page), 'utf8')
  const blocks = markdown.matchAll(/(?:<!-- (\S+) -->\n)?```(\w+)\n([\s\S]*?)```/g)
  return [...blocks].map(([, quoted, language = '', text = '']) => ({ quoted, language, text }))
}

/** What a page may show without a file behind it: how packages are installed. */
const isInstallation = ({ text }: Block) => /^npm install [^\n]+\n$/.test(text)

describe.each(PAGES)('%s', (page) => {
  const blocks = blocksOf(page).filter((block) => !isInstallation(block))

  it('quotes files that the consumer checks run, as they are', () => {
    expect(blocks.length).toBeGreaterThan(0)
    for (const { quoted, language, text } of blocks) {
      expect(quoted, `the source of\n${text}`).toMatch(/^test\/consumers\/projects\//)
      if (language !== 'sh') expect(text).toBe(readFileSync(join(ROOT, quoted ?? ''), 'utf8'))
    }
  })

  it('shows commands that the consumer checks run', () => {
    for (const { quoted, text } of blocks.filter(({ language }) => language === 'sh')) {
      const { scripts } = JSON.parse(readFileSync(join(ROOT, quoted ?? ''), 'utf8')) as {
        scripts: Record<string, string>
      }
      const commands = Object.values(scripts).map((script) => `npx ${script}`)
      for (const line of text.trim().split('\n')) expect(commands).toContain(line)
    }
  })

  it('links to what is there', () => {
    const markdown = readFileSync(join(ROOT, page), 'utf8')
    for (const [, target = ''] of markdown.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
      expect(() =>
        readFileSync(join(ROOT, dirname(page), target, target.includes('.md') ? '' : 'README.md')),
      ).not.toThrow()
  })
})
