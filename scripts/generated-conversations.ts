// Sends generated conversations of every model family and client API to a strict Bedrock on loopback, and says what became of
// them: answered, refused by name before anything was sent, or a fault. Exits with 1 where there was a fault.
//
//   npm run conversations                      10,000 of them
//   npm run conversations -- --count 600 --seed 7 --api chat --family 'Kimi K3'
import { parseArgs } from 'node:util'
import { createBedrockServer } from '@patchbay/testing'

import {
  APIS,
  createBench,
  type Outcome,
  PAIRS,
} from '../test/generated-conversations/support/conversations.ts'
import { FAMILIES } from '../test/generated-conversations/support/models.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '20261128' },
    api: { type: 'string' },
    family: { type: 'string' },
    faults: { type: 'string', default: '5' },
  },
})

const pairs = PAIRS.filter(
  ({ family, api }) => (values.family ?? family) === family && (values.api ?? api) === api,
)
const each = Math.ceil(Number(values.count) / pairs.length)

await using server = await createBedrockServer()
const bench = await createBench(server)
const done: Outcome[] = []
for (const { family, api } of pairs)
  done.push(...(await bench.run(family, api, each, Number(values.seed) + FAMILIES.indexOf(family))))

printTable(done)
printFaults(done.filter(({ kind }) => kind === 'fault'))
if (done.some(({ kind }) => kind === 'fault')) process.exitCode = 1

/** Answered, refused and faults, for each family and API. */
function printTable(all: readonly Outcome[]): void {
  const rows = FAMILIES.flatMap((family) => {
    const own = all.filter((outcome) => outcome.family === family)
    const cells = APIS.map((api) => counts(own.filter((outcome) => outcome.api === api)))
    return own.length === 0 ? [] : [`| ${family} | ${cells.join(' | ')} |`]
  })
  const total = APIS.map((api) => counts(all.filter((outcome) => outcome.api === api)))
  console.log(`${all.length} conversations, seed ${values.seed}: answered / refused by name / faults\n`)
  console.log(
    [`| model | ${APIS.join(' | ')} |`, `| --- |${' --- |'.repeat(APIS.length)}`, ...rows].join('\n'),
  )
  console.log(`| all | ${total.join(' | ')} |`)
}

function counts(outcomes: readonly Outcome[]): string {
  const count = (kind: Outcome['kind']) => outcomes.filter((outcome) => outcome.kind === kind).length
  return `${count('answered')} / ${count('refused')} / ${count('fault')}`
}

/** Faults that say the same, the most frequent first. */
function printFaults(faults: readonly Outcome[]): void {
  const kinds = new Map<string, Outcome[]>()
  for (const fault of faults) {
    const key = fault.detail.replaceAll(/[0-9a-f-]{36}|\d+/g, '#').slice(0, 240)
    kinds.set(key, [...(kinds.get(key) ?? []), fault])
  }
  const sorted = [...kinds.values()].toSorted((left, right) => right.length - left.length)
  for (const [first, ...others] of sorted.slice(0, Number(values.faults))) {
    if (first === undefined) continue
    const where = new Set([first, ...others].map(({ family, api }) => `${family}/${api}`))
    console.log(`\n${others.length + 1} × ${first.detail.slice(0, 500)}\n  ${[...where].join(', ')}`)
    console.log(`  ${JSON.stringify(first.body).slice(0, 1500)}`)
  }
}
