import type { RouteRequest } from '@patchbay/core'

import { DO_NOT_RETRY, RequestFailure } from '../../request-failure.ts'

/** A Messages request, as far as the transport has to understand it. */
export interface MessagesRequest {
  readonly body: Readonly<Record<string, unknown>>
  readonly model: string | undefined
  readonly stream: boolean
  /** Beta flags of the header `anthropic-beta`, which is where the SDK puts them, and of the body. */
  readonly betas: readonly string[]
}

/** @throws RequestFailure 400 when the body is no JSON object, or a field that the transport reads has a wrong type */
export function readMessagesRequest(request: RouteRequest): MessagesRequest {
  const json = request.json()
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw invalid('The body of a Messages request must be a JSON object.', null)
  }
  const body = json as Record<string, unknown>
  const { model, stream } = body
  if (model !== undefined && model !== null && typeof model !== 'string')
    throw invalid('model: must be a string.', 'model')
  return {
    body,
    model: model === null || model === '' ? undefined : model,
    stream: stream === true,
    betas: readBetas(body['anthropic_beta'], request.headers.get('anthropic-beta')),
  }
}

function readBetas(given: unknown, header: string | null): string[] {
  const inBody = Array.isArray(given) ? given.filter((flag) => typeof flag === 'string') : []
  const inHeader = (header ?? '').split(',').map((flag) => flag.trim())
  return [...new Set([...inBody, ...inHeader])].filter((flag) => flag !== '')
}

function invalid(message: string, param: string | null): RequestFailure {
  return new RequestFailure(message, { status: 400, param }, DO_NOT_RETRY)
}
