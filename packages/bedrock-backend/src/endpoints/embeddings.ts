import { textResponse, type RouteRequest } from '@patchbay/core'
import { toEmbeddingCalls, toEmbeddingResponse } from '@patchbay/translator'

import { invokeModel } from '../backend/invoke-model.ts'
import { mapConcurrently } from '../backend/map-concurrently.ts'
import { acceptWarnings, warningHeaders } from '../backend/report-warnings.ts'
import type { Services } from '../backend/services.ts'
import { resolveEmbeddingModel } from './embedding-model.ts'
import { readBody, readModel } from './read-body.ts'
import { decodeTokenInput } from './token-input.ts'

/** Calls at a time: most models embed one text a call. */
const CONCURRENCY = 8

/** `POST /embeddings`, by as many calls of InvokeModel as the model needs. */
export async function serveEmbeddings(request: RouteRequest, services: Services): Promise<Response> {
  const { call } = services
  const asked = readBody(request)
  const resolved = await resolveEmbeddingModel(readModel(request, asked), request, services)
  const input = await decodeTokenInput(asked['input'], 'input')
  const model = { id: resolved.facts.id, foundationModel: resolved.foundationModel }
  const { value: calls, warnings } = toEmbeddingCalls({ ...asked, input: input.value }, model)
  const all = [...resolved.warnings, ...input.warnings, ...warnings]
  acceptWarnings(all, services)
  const answers = await mapConcurrently(calls.bodies, CONCURRENCY, request.signal, (body, signal) =>
    invokeModel(call, model.id, body, { ...request, signal }),
  )
  const value = toEmbeddingResponse(answers, calls, model)
  request.observation?.answer(value)
  return textResponse(JSON.stringify(value), {
    headers: { 'content-type': 'application/json', ...answers[0]?.headers, ...warningHeaders(all) },
  })
}
