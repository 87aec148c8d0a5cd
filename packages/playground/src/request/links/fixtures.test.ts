import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

import { formatPath } from '../../json/path.ts'
import { valueAt } from '../../json/tree.ts'
import { explainValue } from '../explain-request.ts'
import { DEFAULT_CHOICES } from '../route-choices.ts'
import { findLinks } from './find-links.ts'
import type { Link, SentTree } from './link.ts'
import { toSentTree } from './sent-tree.ts'

const FIXTURES = fileURLToPath(new URL('../../../../../test/fixtures/', import.meta.url))
const APIS = ['chat-completions', 'responses'] as const

/** Members whose texts people and models wrote: they come out as they are, or as a part. */
const TEXTS = new Set(['content', 'text', 'description', 'instructions', 'output'])

const cases = APIS.flatMap((api) =>
  globSync(`${FIXTURES}${api}/*/openai.request.json`).map((file) => ({ api, folder: dirname(file) })),
)

it('links of all fixtures lead to what is there, and to the right of it', { timeout: 300_000 }, async () => {
  let count = 0
  for (const { api, folder } of cases) {
    const { model } = readFixture(folder, 'case.json') as { readonly model?: string }
    const request = { ...(readFixture(folder, 'openai.request.json') as object), ...(model && { model }) }
    const ask = async (variant: unknown): Promise<SentTree | undefined> =>
      toSentTree(await explainValue(variant, { api, stream: false, choices: DEFAULT_CHOICES }))
    const sent = await ask(request)
    if (sent === undefined) continue
    const { all } = await findLinks(request, sent, ask)
    count += all.length
    expect([folder, all.filter((link) => !isRight(link, request, sent)).map(show)]).toEqual([folder, []])
  }
  expect(count).toBeGreaterThan(1500)
})

function readFixture(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'))
}

function isRight({ request: path, sent: place }: Link, request: unknown, sent: SentTree): boolean {
  const value = valueAt(request, path)
  const other = valueAt(sent, place)
  if (value === undefined || other === undefined) return false
  if (typeof value !== 'string' || typeof other !== 'string') return true
  const name = String(path.at(-1))
  if (name === 'role') return (value === 'assistant') === (other === 'assistant')
  // What is blank is written out in other words.
  return !TEXTS.has(name) || value.trim() === '' || other.includes(value) || value.includes(other)
}

function show({ request, sent }: Link): string {
  return `${formatPath(request)} → ${formatPath(sent)}`
}
