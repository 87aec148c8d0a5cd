import type { Answer } from '../../model-simulator/prompt.ts'
import type { Rejection } from '../service-error.ts'
import { invalid } from '../service-error.ts'

/** A model's own protocol behind InvokeModel. */
export interface NativeModel {
  /** Why the model would not take this body. */
  check(body: unknown, bareModelId: string): Rejection | undefined
  /** @param said - what a script has the model say; models that do not converse take none */
  answer(body: unknown, bareModelId: string, said?: Answer): NativeAnswer
}

/** An answer, whole and as a stream. */
interface NativeAnswer {
  readonly body: unknown
  /** The stream's chunks; empty where the model does not stream. */
  readonly chunks: readonly unknown[]
  readonly inputTokens: number
  readonly outputTokens: number
}

/** The text with which the service reports a body that does not fit a model's schema. */
export function malformed(what: string): Rejection {
  return invalid(`Malformed input request: ${what}, please reformat your input and try again.`)
}

/** The first key of a body that the model's schema does not have. */
export function extraneousKey(
  body: Readonly<Record<string, unknown>>,
  known: readonly string[],
): Rejection | undefined {
  const extra = Object.keys(body).find((key) => !known.includes(key))
  return extra === undefined ? undefined : malformed(`#: extraneous key [${extra}] is not permitted`)
}
