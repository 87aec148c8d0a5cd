// Writes docs/fault-matrix.md out of live runs: every client with every policy, on servers that fail in every way.
//
//   node --conditions=@patchbay/source scripts/fault-matrix.ts
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { FAULTS } from './fault-matrix/faults.ts'
import { faultMatrixPage } from './fault-matrix/page.ts'
import { POLICIES } from './fault-matrix/policies.ts'
import { type Cell, runCell } from './fault-matrix/run-cell.ts'
import { startFaultServer } from './fault-matrix/server.ts'
import { SETUPS } from './fault-matrix/setups.ts'

/** Where the matrix is kept. */
export const FAULT_MATRIX = fileURLToPath(new URL('../docs/fault-matrix.md', import.meta.url))

/** So many runs at a time. */
const CONCURRENCY = 8

/** Makes all runs. */
export async function runFaultMatrix(): Promise<readonly Cell[]> {
  await using server = await startFaultServer()
  const wanted = SETUPS.flatMap((setup) =>
    FAULTS.flatMap((fault) =>
      fault.modes.flatMap((mode) => POLICIES.map((policy) => ({ setup, fault, mode, policy }))),
    ),
  )
  const cells: Cell[] = []
  let next = 0
  const work = async (): Promise<void> => {
    while (next < wanted.length) {
      const index = next
      next += 1
      const one = wanted[index]
      if (one !== undefined) cells[index] = await runCell(server, one)
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work))
  return cells
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await writeFile(FAULT_MATRIX, faultMatrixPage(await runFaultMatrix()))
