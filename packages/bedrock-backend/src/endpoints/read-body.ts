import type { RouteRequest } from '@patchbay/core'
import { isTooDeep } from '@patchbay/translator'

import { tooDeep } from '../backend/within-depth.ts'
import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'

/** A body of which only its being an object is known. */
export type JsonBody = Readonly<Record<string, unknown>>

/**
 * @param name what an error calls the request
 * @throws RequestFailure 400 when the body is no JSON object
 * @throws TranslationError 400 when it is nested too deeply for what reads it
 */
export function readBody(request: RouteRequest, name = `${request.method} ${request.endpoint}`): JsonBody {
  const json = request.json()
  if (isTooDeep(json)) throw tooDeep()
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

/**
 * The body with the beta flags of the header `anthropic-beta`, where Anthropic's own clients send them, after those of its member
 * `anthropic_beta`, each once. A member that is neither a list nor a text stays: its translation judges it.
 */
export function withBetas(body: JsonBody, { headers }: RouteRequest): JsonBody {
  const given = headers.get('anthropic-beta')
  const inHeader = given === null ? [] : splitBetas(given)
  if (inHeader.length === 0) return body
  const { anthropic_beta: flags } = body
  const inBody: unknown = typeof flags === 'string' ? splitBetas(flags) : (flags ?? [])
  if (!Array.isArray(inBody)) return body
  return { ...body, anthropic_beta: [...new Set<unknown>([...inBody, ...inHeader])] }
}

function splitBetas(flags: string): string[] {
  return flags
    .split(',')
    .map((flag) => flag.trim())
    .filter((flag) => flag !== '')
}

/** A request that cannot be served as it is. No client sends it again. */
export function invalid(message: string, param: string | null): RequestFailure {
  return new RequestFailure(message, { status: 400, param }, DO_NOT_RETRY)
}

/** Characters from which on a body may hold long texts, or files. */
const LONG_BODY = 65_536

/** Parses the body of a request here and now where it is long: what does that is loaded with the first such request. */
export function parseLongBody(request: RouteRequest): void | Promise<void> {
  const { body } = request
  if (typeof body === 'string' && body.length >= LONG_BODY) return parseWithTexts(request)
}

async function parseWithTexts(request: RouteRequest): Promise<void> {
  const { parseLongJSON } = await import('./conversation/parse-long-json.ts')
  request.json(parseLongJSON)
}
