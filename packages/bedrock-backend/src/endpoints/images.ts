import type { RouteRequest } from '@patchbay/core'
import { imageProtocolOf, toImageCalls, toImagesResponse } from '@patchbay/translator'

import { invokeModel } from '../backend/invoke-model.ts'
import { mapConcurrently } from '../backend/map-concurrently.ts'
import { acceptWarnings, emitAll, warningHeaders } from '../backend/report-warnings.ts'
import type { Services } from '../backend/services.ts'
import { resolveModel } from '../bedrock/model.ts'
import { readBody, readModel } from './read-body.ts'

/** Calls at a time. */
const CONCURRENCY = 8

/** `POST /images/generations`, by as many calls of InvokeModel as the model needs. */
export async function serveImages(request: RouteRequest, services: Services): Promise<Response> {
  const { call } = services
  const asked = readBody(request)
  const resolved = await resolveImageModel(readModel(request, asked), request, services)
  const context = {
    id: resolved.facts.id,
    foundationModel: resolved.foundationModel,
    created: Math.floor(Date.now() / 1000),
    random: Math.random(),
  }
  const { value: calls, warnings } = toImageCalls(asked, context)
  const known = [...resolved.warnings, ...warnings]
  acceptWarnings(known, services)
  const answers = await mapConcurrently(calls.bodies, CONCURRENCY, request.signal, (body, signal) =>
    invokeModel(call, context.id, body, { ...request, signal }),
  )
  const images = toImagesResponse(
    answers.map(({ body }) => body),
    calls,
    context,
  )
  emitAll(images.warnings, services)
  request.observation?.answer(images.value)
  return new Response(JSON.stringify(images.value), {
    status: 200,
    headers: {
      'content-type': 'application/json',
      ...answers[0]?.headers,
      ...warningHeaders([...known, ...images.warnings]),
    },
  })
}

/** A route's `model` counts where it makes images: one route serves chat and images. There is no default. */
function resolveImageModel(requested: string | undefined, request: RouteRequest, services: Services) {
  const { model, models } = services.settings.options
  const always = model !== undefined && imageProtocolOf(model) !== undefined ? { model } : {}
  return resolveModel(
    requested,
    { ...always, ...(models === undefined ? {} : { models }) },
    undefined,
    (arn) => services.resolveProfile(arn, request),
    '`model` to an image model',
  )
}
