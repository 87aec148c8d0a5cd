import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { describe, expect, it } from 'vitest'

import { readImportGraph, type ImportGraph } from '../../scripts/import-graph.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PAGE = readFileSync(`${ROOT}docs/request-path.md`, 'utf8')
const PATH = [...(PAGE.split('\n## ')[0] ?? '').matchAll(/^\d+\. \[[^\]]+\]\(\.\.\/([^)]+)\)/gm)].map(
  ([, file = '']) => file,
)
/** What leads from one file of the path to the next without seeing the body. */
const LINKED = [...PAGE.matchAll(/\]\(\.\.\/(packages\/[^)]+\.ts)\)/g)].map(([, file = '']) => file)

/** What an application imports: it makes the client's route itself. */
const APPLICATION = 'packages/sdk/src/index.ts'

describe('docs/request-path.md', () => {
  it('lists twenty files at most, which exist', () => {
    expect(PATH.length).toBeGreaterThan(10)
    expect(PATH.length).toBeLessThanOrEqual(20)
    expect(LINKED.filter((file) => !existsSync(ROOT + file))).toEqual([])
  })

  it('lists files that import one another, in this order', () => {
    const graph = readImportGraph(ROOT)
    const unreached = PATH.slice(1).filter((file, index) => {
      const reached = reach([APPLICATION, ...PATH.slice(0, index + 1)], graph)
      return !reached.has(file)
    })
    expect(unreached).toEqual([])
  })

  it('lists files that a real request runs through', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=@patchbay/source', 'test/sdk/support/called-files.ts'],
      { cwd: ROOT },
    )
    const called = JSON.parse(stdout) as string[]
    expect(PATH.filter((file) => !called.includes(file))).toEqual([])
  })
})

/** What files import, be it through a package's index or a file that the page names. */
function reach(files: readonly string[], graph: ImportGraph): Set<string> {
  const reached = new Set<string>()
  const waiting = [...files]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const { file: target, typeOnly } of graph.get(file) ?? []) {
      if (target === undefined || typeOnly || reached.has(target)) continue
      reached.add(target)
      const passesOn = target.endsWith('src/index.ts') || (LINKED.includes(target) && !PATH.includes(target))
      if (passesOn) waiting.push(target)
    }
  }
  return reached
}
