import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { COMPARISON_PAGE, comparisonPage, linkOf, ROWS } from '../../scripts/comparison-table.ts'
import { type ToolName, TOOLS } from '../../scripts/comparison/tools.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const names = Object.keys(TOOLS) as ToolName[]

it('says in docs/comparison.md what the tables of the facts say', async () => {
  expect(await readFile(COMPARISON_PAGE, 'utf8')).toBe(comparisonPage())
})

it.each(names)('names the page for those who come from %s', (name) => {
  expect(`${root}docs/coming-from/${TOOLS[name].page}.md`).toSatisfy(existsSync)
})

it('has no row twice', () => {
  expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length)
})

describe.each(ROWS)('$name', (row) => {
  it.each(names)('every cell of %s has a source that can be opened, with its date', (name) => {
    const { sources } = row[name]
    expect(sources).not.toEqual([])
    for (const source of sources) {
      const link = linkOf(source, TOOLS[name])
      if (link.startsWith('https:')) expect(new URL(link).href).toBe(link)
      else expect(link).toSatisfy((path: string) => existsSync(`${root}docs/${path.split('#')[0]}`))
      expect(source.date ?? TOOLS[name].date).toMatch(/^2026-\d\d(?:-\d\d)?$/)
      // A file on GitHub is read at a commit, never at a branch that moves.
      if (link.startsWith('https://github.com/')) expect(link).toMatch(/\/(?:blob|tree)\/[0-9a-f]{40}\//)
    }
  })

  it('names tests of ours that exist, by their titles', async () => {
    expect(row.ours.tests).not.toEqual([])
    for (const { file, title } of row.ours.tests) {
      const text = await readFile(root + file, 'utf8')
      const written = [`'${title}'`, `"${title}"`, `\`${title}\``].map((quoted) =>
        quoted.replaceAll('\\', ''),
      )
      expect(
        written.filter((one) => text.includes(one)),
        `${file}: ${title}`,
      ).toHaveLength(1)
    }
  })
})
