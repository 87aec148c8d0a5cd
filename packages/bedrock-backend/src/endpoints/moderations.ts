import type { RouteRequest } from '@patchbay/core'
import { encodeModelId, toModerationCalls, toModerationResponse } from '@patchbay/translator'

import { createId } from '../backend/context.ts'
import { mapConcurrently } from '../backend/map-concurrently.ts'
import { postJson } from '../backend/post-json.ts'
import { acceptWarnings, emitAll, warningHeaders } from '../backend/report-warnings.ts'
import { passedHeaders } from '../backend/passed-headers.ts'
import type { Services } from '../backend/services.ts'
import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'
import { readBody } from './read-body.ts'

/** Calls at a time: each input is one. */
const CONCURRENCY = 8

/** `POST /moderations`, by ApplyGuardrail of the guardrail that the route names. */
export async function serveModerations(request: RouteRequest, services: Services): Promise<Response> {
  const { call, settings } = services
  const { guardrail, strictOpenAICompliance } = settings.options
  if (guardrail === undefined) throw noGuardrail()
  const { identifier, version } = guardrail
  const { value: calls, warnings } = toModerationCalls(readBody(request))
  acceptWarnings(warnings, services)
  const path = `/guardrail/${encodeModelId(identifier)}/version/${encodeModelId(version)}/apply`
  const answers = await mapConcurrently(calls.bodies, CONCURRENCY, request.signal, (body, signal) =>
    postJson(call, path, body, { ...request, signal }),
  )
  const moderation = toModerationResponse(
    answers.map(({ body }) => body),
    calls,
    {
      id: createId('modr-'),
      model: `${identifier}:${version}`,
      strictOpenAICompliance: strictOpenAICompliance ?? true,
    },
  )
  emitAll(moderation.warnings, services)
  const first = answers[0]?.answer
  return new Response(JSON.stringify(moderation.value), {
    status: 200,
    headers: {
      'content-type': 'application/json',
      ...(first === undefined ? {} : passedHeaders(first)),
      ...warningHeaders([...warnings, ...moderation.warnings]),
    },
  })
}

function noGuardrail(): RequestFailure {
  return new RequestFailure(
    'bedrock() serves POST /moderations by a guardrail, and this route names none: bedrock({ guardrail: { identifier, version } }).',
    { status: 404, type: 'not_found_error', code: 'unsupported_endpoint' },
    DO_NOT_RETRY,
  )
}
