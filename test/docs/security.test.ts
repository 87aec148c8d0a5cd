import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const PAGE = new URL('../../docs/security.md', import.meta.url)
const page = readFileSync(PAGE, 'utf8')

interface Promised {
  readonly promise: string
  readonly heldBy: string
}

/** The rows of the tables of promises. */
const promises: readonly Promised[] = page.split('\n\n').flatMap((block) => {
  const [head = '', , ...rows] = block.trim().split('\n')
  if (head !== '| promise | held by |') return []
  return rows.map((row) => {
    const [promise = '', heldBy = ''] = row.slice(2, -2).split(/ (?<!\\)\| /)
    return { promise, heldBy }
  })
})

/** `"title", "title" in [file](path)`: the titles and the file that must have them. */
const REFERENCES = /((?:"[^"]+"(?:, )?)*)(?: in )?\[[^\]]+\]\(([^)]+\.test\.ts)\)/g

describe('docs/security.md', () => {
  it('makes its promises in tables', () => {
    expect(promises.length).toBeGreaterThan(40)
    expect(page.split('\n').filter((line) => line.startsWith('- '))).toEqual([])
  })

  it.each(promises)('has a test for: $promise', ({ heldBy }) => {
    const references = [...heldBy.matchAll(REFERENCES)]
    expect(references).not.toEqual([])
    // Nothing is left that names no test.
    expect(heldBy.replaceAll(REFERENCES, '').replaceAll(/[\s,]/g, '')).toBe('')
    for (const [, titles = '', path = ''] of references) {
      const file = fileURLToPath(new URL(path, PAGE))
      expect({ path, exists: existsSync(file) }).toEqual({ path, exists: true })
      const source = readFileSync(file, 'utf8')
      for (const [, title = ''] of titles.matchAll(/"([^"]+)"/g)) expect(source).toContain(title)
    }
  })
})
