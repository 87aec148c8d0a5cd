// Records a CPU profile of what is measured, where BENCH_PROFILE names the file that it is added to.
import { appendFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'

const file = process.env['BENCH_PROFILE']

/** Starts a profile, if one is wanted; what is returned ends it. */
export async function startProfile(): Promise<() => Promise<void>> {
  if (file === undefined) return async () => {}
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 100 })
  await session.post('Profiler.start')
  return async () => {
    const { profile } = await session.post('Profiler.stop')
    session.disconnect()
    appendFileSync(file, `${JSON.stringify(profile)}\n`)
  }
}
