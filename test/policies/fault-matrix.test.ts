// Every client with every policy on servers that fail in every way: docs/fault-matrix.md, and the rules of docs/routes.md over it.
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { FAULT_MATRIX, runFaultMatrix } from '../../scripts/fault-matrix.ts'
import { faultMatrixPage } from '../../scripts/fault-matrix/page.ts'
import type { Cell } from '../../scripts/fault-matrix/run-cell.ts'
import { SETUPS } from '../../scripts/fault-matrix/setups.ts'

let cells: readonly Cell[] = []
beforeAll(async () => {
  cells = await runFaultMatrix()
}, 300_000)

it('says in docs/fault-matrix.md what every caller sees', async () => {
  expect(faultMatrixPage(cells)).toBe(await readFile(FAULT_MATRIX, 'utf8'))
})

const nameOf = ({ fault, mode, policy }: Cell): string => `${fault.name}, ${mode}, ${policy.name}`
const show = (cell: Cell): string => `${nameOf(cell)}: ${cell.outcome} ${cell.tries.join('+')}`
const isStall = ({ fault: { behaviour } }: Cell): boolean =>
  behaviour.kind === 'stall' || (behaviour.kind === 'stream' && behaviour.how === 'stall')

/** What a policy has looked at the beginning of is raised by the call, as the class of its status. */
const isBeginning = ({ fault: { behaviour }, outcome }: Cell): boolean =>
  outcome.endsWith(', in the loop') || behaviour.kind === 'cut'

describe.each(SETUPS)('$name', ({ name }) => {
  const own = () => cells.filter(({ setup }) => setup.name === name)
  const of = (policy: string) => own().filter((cell) => cell.policy.name === policy)
  const noneOf = (cell: Cell): Cell => {
    const none = of('none').find(({ fault, mode }) => fault === cell.fault && mode === cell.mode)
    if (none === undefined) throw new Error(`There is no run without a policy for ${nameOf(cell)}.`)
    return none
  }
  const differing = (policy: string, isAsDocumented: (cell: Cell, none: Cell) => boolean) =>
    of(policy)
      .filter((cell) => !isAsDocumented(cell, noneOf(cell)))
      .map(show)

  it('raises an error for every fault, at the first server alone', () => {
    const isRaised = ({ outcome }: Cell): boolean => /^[A-Z]/.test(outcome)
    expect(
      differing('none', (cell) => cell.tries.join() === '1,0' && (isStall(cell) || isRaised(cell))),
    ).toEqual([])
  })

  it('falls back from what fallback() acts on, and from nothing else', () => {
    expect(
      differing('fallback', (cell, none) =>
        cell.fault.isRetried
          ? cell.outcome === 'the second' && cell.tries.join() === '1,1'
          : (cell.outcome === none.outcome || isBeginning(none)) && cell.tries.join() === '1,0',
      ),
    ).toEqual([])
  })

  it('has the failure of the chosen one with loadBalance()', () => {
    expect(
      differing(
        'loadBalance',
        ({ outcome, tries }, none) => outcome === none.outcome && tries.join() === '1,0',
      ),
    ).toEqual([])
  })

  it('is tried again by retry() after the same failures', () => {
    expect(
      differing('retry', (cell, none) => {
        const isSame = cell.outcome === none.outcome || isBeginning(none)
        return isSame && cell.tries.join() === (cell.fault.isRetried ? '2,0' : '1,0')
      }),
    ).toEqual([])
  })

  it('ends stalls by timeout(), and changes nothing else', () => {
    const late =
      /^(?:\w+ 504|ModelTimeoutException 408|APIError, after content|ModelTimeoutException 408, after content)$/
    expect(
      differing('timeout', (cell, none) =>
        isStall(cell) ? late.test(cell.outcome) : cell.outcome === none.outcome || isBeginning(none),
      ),
    ).toEqual([])
    expect(of('timeout').every(({ tries }) => tries.join() === '1,0')).toBe(true)
  })
})
