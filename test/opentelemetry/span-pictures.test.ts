import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { spanPictures } from '../../scripts/span-pictures.ts'

it('docs/pictures shows the spans of live runs (else: node --conditions=@patchbay/source scripts/span-pictures.ts)', async () => {
  for (const { file, svg } of await spanPictures()) expect(await readFile(file, 'utf8')).toBe(svg)
})
