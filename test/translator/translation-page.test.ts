import { readFile } from 'node:fs/promises'

import { expect, it } from 'vitest'

import { TRANSLATION_PAGE, translationPage } from '../../scripts/translation-table.ts'

it('says in docs/translation.md what the tables of the code say', async () => {
  expect(await readFile(TRANSLATION_PAGE, 'utf8')).toBe(await translationPage())
})
