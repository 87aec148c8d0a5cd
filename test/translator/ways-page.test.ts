import { readFile } from 'node:fs/promises'

import { expect, it } from 'vitest'

import { WAYS_PAGE, waysPage } from '../../scripts/ways-table.ts'

it('says in docs/ways.md what the tables of the code say', async () => {
  expect(await readFile(WAYS_PAGE, 'utf8')).toBe(waysPage())
})
