import { report } from './report.ts'
import { balance } from './sections/balance.ts'
import { bodies } from './sections/bodies.ts'
import { cuts } from './sections/cuts.ts'
import { hostile } from './sections/hostile.ts'
import { failures } from './sections/failures.ts'
import { unregistering } from './sections/unregister.ts'
import { secrets } from './sections/secrets.ts'
import { urls } from './sections/urls.ts'
import { createRandom } from './support/random.ts'
import type { Section } from './support/section.ts'
import { createTally } from './support/tally.ts'
import { startWatchdog, trying } from './support/watchdog.ts'

const SECTIONS: readonly Section[] = [failures, unregistering, cuts, bodies, hostile, urls, secrets, balance]

/** What is attacked, and how hard. */
export interface AttackOptions {
  readonly short: boolean
  /** Names of sections; by default all. */
  readonly only: readonly string[] | undefined
  readonly seed: number
}

/** Runs the attack and prints its table. Answers whether nothing was found. */
export async function attack({ short, only, seed }: AttackOptions): Promise<boolean> {
  const unknown = only?.filter((name) => !SECTIONS.some((section) => section.name === name)) ?? []
  if (unknown.length > 0) {
    throw new Error(
      `No such section: ${unknown.join()}. There are ${SECTIONS.map(({ name }) => name).join(', ')}.`,
    )
  }
  console.log(`seed ${seed}`)
  startWatchdog(30_000)
  const tally = createTally()
  const astray = tally.section('process')
  astray.tried('unhandled rejections')
  process.on('unhandledRejection', (error) => astray.found('unhandled rejections', 'lost', String(error)))
  for (const section of SECTIONS.filter(({ name }) => only?.includes(name) ?? true)) {
    const start = performance.now()
    trying(section.name)
    await section.run({ tally, short, random: createRandom(seed) })
    console.log(`${section.name}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
  }
  console.log(`\n${report(tally)}`)
  return tally.findings.length === 0
}
