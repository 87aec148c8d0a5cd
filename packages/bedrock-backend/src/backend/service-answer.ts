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
export async function readJson(answer: HttpAnswer): Promise<JsonAnswer> {
  const text = await readText(answer.body)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw connectionError(error)
  }
  // Converse's answers have no such member.
  if (isRecord(json) && 'Output' in json) {
    const { unknownOperation } = await import('./service-error.ts')
    const failure = unknownOperation(json)
    if (failure !== undefined) throw failure
  }
  return { json, text }
}

/** @throws RequestFailure where a stream was requested and a whole answer came */
export async function requireStream(answer: HttpAnswer): Promise<void> {
  if (answer.header('content-type')?.includes('json') !== true) return
  await readJson(answer)
  const { toRequestFailure } = await import('./service-error.ts')
  throw toRequestFailure({ status: 502, message: 'Amazon Bedrock did not answer with a stream.' })
}
