import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { createDocumentNames, toDocumentName } from './document-names.ts'

describe('document names', () => {
  it('are taken by Bedrock and unique, whatever the file names', () => {
    const fileName = fc.option(
      fc.oneof(fc.string(), fc.constantFrom('a.pdf', 'a (2).pdf', 'é'.repeat(300))),
      {
        nil: undefined,
      },
    )
    fc.assert(
      fc.property(fc.array(fileName, { maxLength: 12 }), (fileNames) => {
        const { next } = createDocumentNames()
        const names = fileNames.map(next)
        expect(names.filter((name) => !/^(?!.*\s{2})[A-Za-z0-9 ()[\]-]{1,200}$/.test(name))).toEqual([])
        expect(new Set(names).size).toBe(names.length)
      }),
    )
  })

  it.each([
    ['C:\\docs\\Q3 report.v2.pdf', 'Q3 report-v2'],
    ['/home/me/notes.md', 'notes'],
    ['.gitignore', 'gitignore'],
    ['___', 'document'],
    ['', 'document'],
  ])('makes %s %s', (fileName, expected) => expect(toDocumentName(fileName)).toBe(expected))
})
