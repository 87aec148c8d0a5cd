import { processState } from '../process-state.ts'

/** What each error stands for that a body has ended with. */
function failedAnswers(): WeakMap<object, () => Response> {
  return processState('failed-bodies.v1', () => new WeakMap<object, () => Response>())
}

/**
 * Remembers the answer that an error stands for with which a body ends: while nothing of the body has been handed on, a policy can
 * still give that answer in its place, and decide by its status.
 *
 * @param answer makes the failed answer, of status 400 or more
 */
export function rememberFailedAnswer(error: unknown, answer: () => Response): void {
  if (typeof error === 'object' && error !== null) failedAnswers().set(error, answer)
}

/** The answer that the error of a body stands for; `undefined` where it is that of a connection, or unknown. */
export function failedAnswerOf(error: unknown): Response | undefined {
  return typeof error === 'object' && error !== null ? failedAnswers().get(error)?.() : undefined
}
