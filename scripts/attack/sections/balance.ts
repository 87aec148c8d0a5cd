import { balanceCalls } from '../support/balance.ts'
import type { Section } from '../support/section.ts'

/** Many calls at once through `loadBalance`, one of whose routes goes down and comes back: none is lost, none sent twice. */
export const balance: Section = {
  name: 'balance',
  async run({ tally, short }) {
    const count = tally.section('balance')
    const calls = short ? 2000 : 10_000
    const { lost, doubled, deviations, failed, bytesPerCall } = await balanceCalls(calls, calls / 2)
    count.tried('calls', calls)
    for (const what of lost) count.found('calls', 'lost', what)
    for (const number of doubled)
      count.found('calls', 'lost', `call ${number} was not answered by one server`)
    count.tried('shares of the routes', deviations.length)
    for (const deviation of deviations)
      if (deviation >= 0.02) count.found('shares of the routes', 'lost', `${deviation * 100} % off`)
    count.tried('failures of a route', failed)
    count.tried('memory')
    if (bytesPerCall > 1000) count.found('memory', 'stalls', `${bytesPerCall} bytes are kept of each call`)
  },
}
