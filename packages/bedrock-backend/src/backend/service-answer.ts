import { type HttpAnswer, isRecord } from '@patchbay/core'
import { connectionError, readText } from '@patchbay/core/transport'

/** A whole answer in JSON. */
export interface JsonAnswer {
  readonly json: unknown
  /** The same as it came. */
  readonly text: string
}

/**
 * Reads a whole answer in JSON.
 *
 * @throws RequestFailure where the body says that there is no such operation
 * @throws TypeError as for a broken connection where it is no JSON: it did not come from Bedrock, or not in one piece,
 * and trying again may help
 */
export function readJson(answer: HttpAnswer): Promise<JsonAnswer> {
  return mapJson(answer, (found) => found)
}

/** As `readJson`, and gives what `map` makes of it without another promise to wait for. */
export function mapJson<Result>(answer: HttpAnswer, map: (found: JsonAnswer) => Result): Promise<Result> {
  return readText(answer.body).then((text) => {
    const json = parse(text)
    // Converse's answers have no such member.
    return isRecord(json) && 'Output' in json
      ? refuseUnknown(json).then(() => map({ json, text }))
      : map({ json, text })
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw connectionError(error)
  }
}

async function refuseUnknown(json: Readonly<Record<string, unknown>>): Promise<void> {
  const { unknownOperation } = await import('./service-error.ts')
  const failure = unknownOperation(json)
  if (failure !== undefined) throw failure
}

/** @throws RequestFailure where a stream was requested and a whole answer came */
export async function requireStream(answer: HttpAnswer): Promise<void> {
  if (answer.header('content-type')?.includes('json') !== true) return
  await readJson(answer)
  const { toRequestFailure } = await import('./service-error.ts')
  throw toRequestFailure({ status: 502, message: 'Amazon Bedrock did not answer with a stream.' })
}
