/**
 * The process of `patchbay serve` that a load is put on: the program as it is, with hooks that count, and a channel by which the parent
 * asks for a measurement.
 */
import { configure } from '@patchbay/sdk'

import { runCommandLine } from '../../packages/command-line/src/run.ts'
import { processTerminal } from '../../packages/command-line/src/terminal.ts'
import type { Measurement } from './messages.ts'

const underWay = new Set<string>()
const outcomes: Record<string, number> = {}
const counts = { starts: 0, ends: 0, strayEnds: 0, outcomes }

configure({
  hooks: {
    onStart({ requestId }) {
      counts.starts += 1
      underWay.add(requestId)
    },
    onEnd({ requestId, outcome = 'none' }) {
      counts.ends += 1
      if (!underWay.delete(requestId)) counts.strayEnds += 1
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    },
  },
})

process.on('message', () => {
  globalThis.gc?.()
  const measurement: Measurement = {
    counts,
    heap: process.memoryUsage().heapUsed,
    sockets: process
      .getActiveResourcesInfo()
      .filter((name) => name.startsWith('TCP') && name !== 'TCPServerWrap').length,
  }
  process.send?.(measurement)
})
// The channel alone must not keep the process.
process.channel?.unref()

process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal())
