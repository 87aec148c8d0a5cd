import type { RouteRequest } from '@patchbay/core'
import { resolveModelName, stripSlug } from '@patchbay/translator'
import type { Model } from 'openai/resources/models'

import type { Services } from '../backend/services.ts'
import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'
import { resolveAlias } from '../bedrock/alias.ts'

/**
 * `GET /models`: everything the account can reach in the route's region. A request with `cache-control: no-cache`
 * asks Bedrock anew.
 */
export async function serveModelList(request: RouteRequest, services: Services): Promise<Response> {
  return json({ object: 'list', data: await services.modelList(request, wantsFresh(request)) })
}

/** `GET /models/{id}`: by id, ARN, shipped name or the caller's own name, which is also the `id` of the answer. */
export async function serveModel(request: RouteRequest, services: Services): Promise<Response> {
  const name = decode(request.endpoint.slice('/models/'.length))
  const id = resolveId(name, services)
  const models = await services.modelList(request, wantsFresh(request))
  const found = models.find((model) => model.id === id)
  if (found === undefined) throw notFound(name)
  return json({ ...found, id: name })
}

/** https://www.rfc-editor.org/rfc/rfc9111#name-no-cache */
function wantsFresh({ headers }: RouteRequest): boolean {
  return /\bno-cache\b/i.test(headers.get('cache-control') ?? '')
}

function resolveId(name: string, { settings }: Services): string {
  const target = resolveAlias(name, settings.options.models)
  return resolveModelName(target)?.id ?? stripSlug(target)
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function notFound(name: string): RequestFailure {
  return new RequestFailure(
    `The model ${JSON.stringify(name)} does not exist in this region, or this account cannot see it.`,
    { status: 404, type: 'not_found_error', code: 'model_not_found', param: 'model' },
    DO_NOT_RETRY,
  )
}

function json(body: Model | { object: 'list'; data: readonly Model[] }): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })
}
