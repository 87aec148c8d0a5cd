import { emitWarning, isRecord, type Observation, type Warning } from '@patchbay/core'
import { takeOverHere } from '../hooks/taken-here.ts'
import type { Service } from './service.ts'

/** Hands a warning on, and tells the hooks of the command that it is about. */
export function warn({ observation }: Pick<Service, 'observation'>, warning: Warning): void {
  observation?.warn(warning)
  emitWarning(warning, undefined)
}

/** Tells hooks what a backend has answered, in its own words, unless the route has told it by itself. */
export function tellAnswer({ observation }: Pick<Service, 'observation'>, answer: unknown): void {
  if (observation === undefined || observation.takenOver !== undefined) return
  observation.answer(answer)
  takeOverHere(observation, 'answer')
}

/** Events of the Responses API that hold the whole answer. */
const WHOLE: ReadonlySet<unknown> = new Set(['response.completed', 'response.incomplete'])

/** Tells of one event of a backend's stream. None is the end: events of Converse are made of it, which are told before that. */
export function tellEvent(observation: Observation, event: object): void {
  const { type, response } = event as { type?: unknown; response?: unknown }
  if (WHOLE.has(type) && isRecord(response)) observation.answer(response)
  else observation.event(event)
}
