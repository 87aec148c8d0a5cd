import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { WIRE_TABLE, wireTable } from '../../scripts/wire-table.ts'

it('says in docs/wire.md what every client sends to every gateway', async () => {
  expect(await wireTable()).toBe(await readFile(WIRE_TABLE, 'utf8'))
})
