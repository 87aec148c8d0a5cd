import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { check } from 'recheck'
import { parseAst } from 'rolldown/parseAst'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

/** Files that make patterns at run time, which the analyser cannot see, with why these take linear time. */
const MADE_AT_RUN_TIME: Readonly<Record<string, string>> = {
  'packages/bedrock-backend/src/bedrock/endpoint.ts': 'suffixes of AWS: nothing repeats beyond the next dot',
  'packages/core/src/gateways/secret-headers.ts': 'the same pattern as a literal, with another flag',
  'packages/core/src/redaction/decoded-text.ts': 'escapes of a bounded length',
  'packages/testing/src/bedrock-server/router.ts': 'paths of the service model: a segment ends at a slash',
  'packages/testing/src/bedrock-server/validate-shape.ts': 'patterns of the service model, anchored',
  'packages/testing/src/model-simulator/json-schema.ts': 'the pattern of a schema of the test itself',
  'packages/testing/src/model-simulator/tool-calls.ts': 'on a text whose whitespace is single spaces',
  'packages/testing/src/msw/urls.ts': 'anchored, on an URL of the test itself',
  'packages/translator/src/converse/exact-json.ts': 'one run of digits between two quotes',
  'packages/translator/src/responses/custom-tool.ts': 'anchored, with no two repetitions side by side',
}

interface Pattern {
  readonly source: string
  readonly flags: string
  /** Where it stands, below the root of the repository. */
  readonly file: string
}

const { literals, made } = findPatterns()

describe('patterns in the sources', () => {
  it('are found by the parser', () => {
    expect(literals.length).toBeGreaterThan(200)
  })

  it('are literals, but for those that are known', () => {
    expect([...new Set(made)].toSorted()).toEqual(Object.keys(MADE_AT_RUN_TIME))
  })

  it('take time in proportion to the text', { timeout: 300_000 }, async () => {
    const slow: string[] = []
    for (const { source, flags, file } of literals) {
      const found = await check(source, flags, { timeout: 30_000 })
      // What the analyser does not finish is not known to be slow.
      if (found.status === 'vulnerable' && isSlow(new RegExp(source, flags), found.attack.string))
        slow.push(`${file}: /${source}/${flags} is ${found.complexity.summary}, on ${found.attack.pattern}`)
    }
    expect(slow).toEqual([])
  })

  it('would be refused by the analyser', async () => {
    for (const source of ['\\/+$', '(?:^|\\n)\\s*Bot:']) {
      const found = await check(source, '')
      expect(found.status === 'vulnerable' && isSlow(new RegExp(source), found.attack.string)).toBe(true)
    }
  })
})

/**
 * Whether a pattern needs more than a second for a text that the analyser took for a slow one. On a busy machine it takes some with
 * lookbehinds for slow that need less than a millisecond; for those that are, the text is long enough for many seconds.
 */
function isSlow(pattern: RegExp, text: string): boolean {
  const { user } = process.cpuUsage()
  text.replace(pattern, '')
  return process.cpuUsage().user - user > 1_000_000
}

function findPatterns(): { literals: Pattern[]; made: string[] } {
  const byText = new Map<string, Pattern>()
  const made: string[] = []
  for (const file of globSync('packages/*/src/**/*.ts', { cwd: ROOT }).toSorted()) {
    if (/\.test(?:-d)?\.ts$/.test(file)) continue
    visit(parseAst(readFileSync(resolve(ROOT, file), 'utf8'), { lang: 'ts' }), (node) => {
      const { regex, callee } = node as {
        regex?: { pattern: string; flags: string }
        callee?: { name?: string }
      }
      if (callee?.name === 'RegExp') made.push(file.replaceAll('\\', '/'))
      if (node['type'] === 'Literal' && regex)
        byText.set(`/${regex.pattern}/${regex.flags}`, { source: regex.pattern, flags: regex.flags, file })
    })
  }
  return { literals: [...byText.values()], made }
}

function visit(value: unknown, see: (node: Readonly<Record<string, unknown>>) => void): void {
  if (typeof value !== 'object' || value === null) return
  if ('type' in value) see(value as Readonly<Record<string, unknown>>)
  for (const member of Object.values(value)) visit(member, see)
}
