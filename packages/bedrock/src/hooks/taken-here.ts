import type { Observation } from '@patchbay/core'

/** What was taken over in this package rather than by a route: a route captures content by itself. */
const taken = new WeakSet<Observation>()

/** Says that what a backend answers is told as it is read, before it is made an output. */
export function takeOverHere(observation: Observation, what: 'answer' | 'stream'): void {
  observation.takeOver(what)
  taken.add(observation)
}

/** Whether the output is still to be captured, where content is. */
export function isContentLeft(observation: Observation): boolean {
  return observation.capturesContent && taken.has(observation)
}
