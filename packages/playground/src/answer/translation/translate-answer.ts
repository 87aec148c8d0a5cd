import type { Warning } from '@patchbay/core'
import { TranslationError } from '@patchbay/translator'

import { createGrowth, type Whole } from '../growth/whole.ts'
import { GROWTHS } from '../growth/growths.ts'
import type { PastedAnswer, PastedEvent } from '../paste/pasted-answer.ts'
import { brokenStream, type CallerFailure, toCallerFailure } from './caller-failure.ts'
import type { ClientProtocol } from './clients.ts'
import type { AnswerSettings } from './contexts.ts'
import { type AnyStream, createStream } from './streams.ts'
import { translateWhole } from './whole-answers.ts'

/** What one event brings to the caller. */
export interface Step {
  /** `undefined` at the end of a stream. */
  readonly event: PastedEvent | undefined
  /** What comes out at this event. */
  readonly chunks: readonly unknown[]
  /** What the caller's SDK throws at this event; nothing comes after it. */
  readonly failure?: CallerFailure
  /** What the caller has, this event included. */
  readonly whole: Whole
}

/** An answer, event by event. */
export interface TranslatedAnswer {
  readonly steps: readonly Step[]
  /** Events behind a failure: nobody reads them. */
  readonly unread: number
  /** Of what could not be expressed. */
  readonly warnings: readonly Warning[]
}

/** Translates a pasted answer for a client; `clientFor` says for which there is a translation. */
export function translateAnswer(
  answer: PastedAnswer,
  client: ClientProtocol,
  settings: AnswerSettings,
): TranslatedAnswer {
  const [first] = answer.events
  return answer.isWhole && first !== undefined
    ? translateOne(answer, first, client, settings)
    : translateStream(answer, client, settings)
}

function translateOne(
  { protocol }: PastedAnswer,
  event: PastedEvent,
  client: ClientProtocol,
  settings: AnswerSettings,
): TranslatedAnswer {
  const growth = createGrowth(GROWTHS[client])
  try {
    if (event.content.kind === 'failure') throw new ReportedFailure(event.content.error)
    const given = event.content.value as { readonly json: unknown; readonly text: string }
    const { body, events, warnings } = translateWhole(protocol, client, given, settings)
    return { steps: [{ event, chunks: [body], whole: growth.add(events) }], unread: 0, warnings }
  } catch (error) {
    const failure = readFailure(error, client)
    return { steps: [{ event, chunks: [], failure, whole: growth.add([]) }], unread: 0, warnings: [] }
  }
}

function translateStream(
  { protocol, events, broken }: PastedAnswer,
  client: ClientProtocol,
  settings: AnswerSettings,
): TranslatedAnswer {
  const growth = createGrowth(GROWTHS[client])
  const stream = createStream(protocol, client, settings)
  const steps: Step[] = []
  for (const event of [...events, undefined]) {
    const step = takeStep(() => chunksOf(stream, event, broken), client)
    steps.push({ event, ...step, whole: growth.add(step.chunks) })
    if (step.failure !== undefined) break
  }
  const read = steps.filter(({ event }) => event !== undefined).length
  return { steps, unread: events.length - read, warnings: stream.warnings?.() ?? [] }
}

/** The chunks of one event, or those of the end. */
function chunksOf(
  stream: AnyStream,
  event: PastedEvent | undefined,
  broken: string | undefined,
): readonly unknown[] {
  if (event === undefined) {
    if (broken !== undefined) throw brokenStream(broken)
    return stream.end()
  }
  if (event.content.kind === 'failure') throw new ReportedFailure(event.content.error)
  return stream.push(event.content.value)
}

function takeStep(take: () => readonly unknown[], client: ClientProtocol): Pick<Step, 'chunks' | 'failure'> {
  try {
    return { chunks: take() }
  } catch (error) {
    return { chunks: [], failure: readFailure(error, client) }
  }
}

/** A failure that the service has reported among the events. */
class ReportedFailure extends Error {
  readonly reported: Parameters<typeof toCallerFailure>[0]

  constructor(reported: Parameters<typeof toCallerFailure>[0]) {
    super('The service reported a failure.')
    this.reported = reported
  }
}

function readFailure(error: unknown, client: ClientProtocol): CallerFailure {
  if (error instanceof ReportedFailure) return toCallerFailure(error.reported, client)
  if (TranslationError.is(error)) return toCallerFailure(error, client)
  throw error
}
