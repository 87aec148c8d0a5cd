import type { RouteRequest } from '@patchbay/core'

import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'

/** A body of which only its being an object is known. */
export type JsonBody = Readonly<Record<string, unknown>>

/**
 * @param name what an error calls the request
 * @throws RequestFailure 400 when the body is no JSON object
 */
export function readBody(request: RouteRequest, name = `${request.method} ${request.endpoint}`): JsonBody {
  const json = request.json()
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as JsonBody
  throw invalid(`The body of ${name} must be a JSON object.`, null)
}

/** The text of a body in memory; empty for a stream. */
export function readBodyText({ body }: RouteRequest): string {
  if (typeof body === 'string') return body
  return body instanceof Uint8Array || body instanceof ArrayBuffer ? new TextDecoder().decode(body) : ''
}

/**
 * The name of the model. Azure clients name the deployment in the path, before what the body says.
 *
 * @param field how an error writes the field's name
 * @throws RequestFailure 400 when it is no string
 */
export function readModel(request: RouteRequest, body: JsonBody, field = '`model`'): string | undefined {
  const { model } = body
  if (model !== undefined && model !== null && typeof model !== 'string')
    throw invalid(`${field} must be a string.`, 'model')
  return request.deployment ?? (model || undefined)
}

/** Beta flags come in the body or, as Anthropic's own clients send them, in the header `anthropic-beta`. */
export function splitBetas(header: string | null): string[] {
  const flags = (header ?? '').split(',').map((flag) => flag.trim())
  return flags.filter((flag) => flag !== '')
}

/** A request that cannot be served as it is. No client sends it again. */
export function invalid(message: string, param: string | null): RequestFailure {
  return new RequestFailure(message, { status: 400, param }, DO_NOT_RETRY)
}
