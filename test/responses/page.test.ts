import { readFile } from 'node:fs/promises'

import { expect, it } from 'vitest'

import { RESPONSES_PAGE, responsesPage } from '../../scripts/responses-table.ts'

it("docs/responses.md holds the code's own table of fields", async () => {
  expect(await readFile(RESPONSES_PAGE, 'utf8')).toBe(await responsesPage())
})
