import type { RouteRequest } from '@patchbay/core'

import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'

/** A body of which only its being an object is known. */
export type JsonBody = Readonly<Record<string, unknown>>

/** @throws RequestFailure 400 when the body is no JSON object */
export function readBody(request: RouteRequest): JsonBody {
  const json = request.json()
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as JsonBody
  throw invalid(`The body of ${request.method} ${request.endpoint} must be a JSON object.`, null)
}

/**
 * The name of the model. Azure clients name the deployment in the path, before what the body says.
 *
 * @throws RequestFailure 400 when it is no string
 */
export function readModel(request: RouteRequest, body: JsonBody): string | undefined {
  const { model } = body
  if (model !== undefined && model !== null && typeof model !== 'string')
    throw invalid('`model` must be a string.', 'model')
  return request.deployment ?? (model || undefined)
}

function invalid(message: string, param: string | null): RequestFailure {
  return new RequestFailure(message, { status: 400, param }, DO_NOT_RETRY)
}
