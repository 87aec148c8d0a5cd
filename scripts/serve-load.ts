/**
 * Puts a load on `patchbay serve`, a third of which goes before its answer or within it, and prints what hooks have counted, and what is
 * left in memory and of sockets. Fails where an end is missing or told twice, where an answer is not whole, or where anything is left.
 *
 *   npm run serve:load [-- --requests <number>] [--concurrency <number>]
 */
import { parseArgs } from 'node:util'

import { runLoad } from './serve-load/run-load.ts'

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000' },
    concurrency: { type: 'string', default: '64' },
  },
})
const requests = Number(values.requests)
const concurrency = Number(values.concurrency)
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1).padStart(6)

console.log(`${requests} requests, ${concurrency} at a time, a third of them left by their callers`)
console.log('  done    ends  heap after a collection, MB  sockets in use')
const begun = performance.now()
const result = await runLoad({
  requests,
  concurrency,
  measurements: 10,
  onMeasured: (done, { counts, heap, sockets }) =>
    console.log(
      `${String(done).padStart(6)}  ${String(counts.ends).padStart(6)}  ${megabytes(heap).padStart(27)}  ${String(sockets).padStart(14)}`,
    ),
})
const { read, left, failures, onTheWay, last, exitCode } = result
const { starts, ends, strayEnds, outcomes } = last.counts
const [first, final] = [onTheWay[1] ?? last, onTheWay.at(-1) ?? last]
const growth = final.heap - first.heap
console.log('')
console.log(`answers read      ${read}`)
console.log(`left by callers   ${left}`)
console.log(`onStart           ${starts}`)
console.log(
  `onEnd             ${ends} (${Object.entries(outcomes)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')})`,
)
console.log(`onEnd twice       ${strayEnds}`)
console.log(`heap              ${megabytes(growth).trim()} MB more than after the first fifth`)
console.log(`sockets in use    ${last.sockets}, once the callers had closed theirs`)
console.log(`exit code         ${exitCode}, after SIGTERM`)
console.log(`time              ${((performance.now() - begun) / 1000).toFixed(1)} s`)
for (const failure of failures) console.log(`failure           ${failure}`)
const isGood =
  failures.length === 0 &&
  starts === requests &&
  ends === requests &&
  strayEnds === 0 &&
  outcomes['aborted'] === left &&
  outcomes['ok'] === read &&
  growth < 5e6 &&
  last.sockets === 0 &&
  exitCode === 0
process.exitCode = isGood ? 0 : 1
