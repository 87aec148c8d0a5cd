import { readFile } from 'node:fs/promises'

import { expect, it } from 'vitest'

import { MODELS_PAGE, modelsPage } from '../../scripts/model-table.ts'

it('says in docs/models.md what the tables of the code say', async () => {
  expect(await readFile(MODELS_PAGE, 'utf8')).toBe(modelsPage())
})
