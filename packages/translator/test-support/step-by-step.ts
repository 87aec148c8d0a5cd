import { fromConverseJson } from '../src/converse/converse-json.ts'
import { readAnswerShape } from '../src/shapes/malformed.ts'
import type { Shape } from '../src/shapes/read-shape.ts'

/** What reading any JSON of Converse amounts to, without a look at what it mostly is. */
export function readStepByStep(json: unknown, shape: Shape): unknown {
  return readAnswerShape(fromConverseJson(readAnswerShape(json, 'document')), shape)
}

/** The value of `read`, or what its error says. */
export function outcome(read: () => unknown): unknown {
  try {
    return { value: read() }
  } catch (error) {
    return { error: (error as Error).message }
  }
}
