/**
 * Attacks this repository's code on loopback: every kind of client in every way to fail, cut and spoilt answers, hostile
 * bodies and URLs. Prints tries, escapes, leaks, stalls and lost calls, and fails when one of them is not zero.
 *
 *   npm run attack [-- --short] [--only <section>[,<section>]] [--seed <number>]
 */
import { parseArgs } from 'node:util'

import { holdToLoopback } from './attack/support/network.ts'

holdToLoopback()

const { values } = parseArgs({
  options: { short: { type: 'boolean' }, only: { type: 'string' }, seed: { type: 'string' } },
})
const { attack } = await import('./attack/attack.ts')
const isClean = await attack({
  short: values.short ?? false,
  only: values.only?.split(','),
  seed: Number(values.seed ?? Date.now() % 1_000_000),
})
// Connections that clients keep open would keep the process.
process.exit(isClean ? 0 : 1)
