import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import {
  COMPLETION_FIELDS,
  EMBEDDING_FIELDS,
  IMAGE_FIELDS,
  listEmbeddingModels,
  listImageModels,
} from '@patchbay/translator'
import { describe, expect, it } from 'vitest'

import { setUpEndpoint } from './support/setup.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/endpoints.md'), 'utf8')
const sectionOf = (title: string): string => page.split('\n## ').find((part) => part.startsWith(title)) ?? ''
const setup = setUpEndpoint()

describe('docs/endpoints.md', () => {
  it('names every endpoint of the route', async () => {
    const failure = await setup
      .clientOf()
      .batches.list()
      .catch((error: unknown) => error)
    const served = (failure as Error).message.match(/(?:GET|POST|DELETE) \/[\w/{}]+/g)?.slice(1) ?? []
    expect(served.length).toBeGreaterThan(5)
    for (const endpoint of served) expect(page).toContain(`\`${endpoint}\``)
  })

  it.each([
    ['Embeddings', Object.keys(EMBEDDING_FIELDS)],
    ['Images', Object.keys(IMAGE_FIELDS)],
    ['Completions', ownCompletionFields()],
  ])('%s: says what becomes of every field', (title, fields) => {
    for (const field of fields) expect(sectionOf(title)).toContain(`\`${field}\``)
  })

  it('names every model family', () => {
    for (const prefix of [...listEmbeddingModels(), ...listImageModels()])
      expect(page).toContain(`\`${prefix.replace('...', '')}`)
  })
})

/** Those of OpenAI's own; the extensions are chat's. */
function ownCompletionFields(): string[] {
  const names = Object.keys(COMPLETION_FIELDS).filter((name) => name !== 'model')
  return names.slice(0, names.indexOf('reasoning_effort'))
}
