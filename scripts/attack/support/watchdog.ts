import { Worker } from 'node:worker_threads'

/** A thread beside this one: it ends the process, and says what it was doing, when the event loop is busy for too long. */
const PROGRAM = `
const { writeSync } = require('node:fs')
const { workerData } = require('node:worker_threads')
const beat = new Int32Array(workerData.memory, 0, 2)
const text = new Uint8Array(workerData.memory, 8)
let last = -1
setInterval(() => {
  const now = Atomics.load(beat, 0)
  if (now === last) {
    const what = Buffer.from(text.slice(0, Atomics.load(beat, 1))).toString()
    writeSync(2, 'stall: the event loop was busy for ' + workerData.limit + ' ms with ' + what + '\\n')
    process.kill(process.pid, 'SIGKILL')
  }
  last = now
}, workerData.limit)
`

const TEXT_BYTES = 1000
const memory = new SharedArrayBuffer(8 + TEXT_BYTES)
const beat = new Int32Array(memory, 0, 2)
const text = new Uint8Array(memory, 8)

/** Starts the watchdog: a block of the event loop of `limit` milliseconds ends the process with a failure. */
export function startWatchdog(limit: number): void {
  new Worker(PROGRAM, { eval: true, workerData: { memory, limit } }).unref()
  setInterval(() => Atomics.add(beat, 0, 1), limit / 10).unref()
}

/** Notes what is being tried, for the watchdog. */
export function trying(what: string): void {
  const bytes = Buffer.from(what).subarray(0, TEXT_BYTES)
  text.set(bytes)
  Atomics.store(beat, 1, bytes.length)
}
