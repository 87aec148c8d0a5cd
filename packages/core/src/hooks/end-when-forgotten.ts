import type { Observation } from './observation.ts'

let forgotten: FinalizationRegistry<Observation> | undefined

/**
 * Ends the observation of a stream that nobody has read to its end, when nobody can any more: when it is collected as garbage.
 * Where the runtime does not tell, it ends when the caller's signal fires, or never.
 *
 * @param stream what everybody holds who can still read. The observation must not hold it.
 */
export function endWhenForgotten(stream: object, observation: Observation): void {
  if (typeof FinalizationRegistry === 'undefined') return
  forgotten ??= new FinalizationRegistry((each) => each.end('aborted'))
  forgotten.register(stream, observation)
}
