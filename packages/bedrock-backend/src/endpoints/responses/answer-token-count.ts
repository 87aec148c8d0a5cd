import type { RouteRequest } from '@patchbay/core'
import { encodeModelId, toTokenCount, toTokenCountRequest, toConverseJson } from '@patchbay/translator'
import type { TranslationContext } from '@patchbay/translator'
import type { ResponseCreateParams } from 'openai/resources/responses/responses'

import type { Services } from '../../backend/backend.ts'
import { emitAll, refuseWhenStrict, warningHeaders } from '../../backend/report-warnings.ts'
import { passedHeaders, unknownOperation } from '../../backend/service-error.ts'
import type { ResolvedModel } from '../../bedrock/model.ts'
import { connectionError, readText } from '../../transport/http-client.ts'

/** Calls CountTokens for what the same request would send to Converse. */
export async function answerTokenCount(
  asked: {
    readonly body: ResponseCreateParams
    readonly model: ResolvedModel
    readonly context: TranslationContext
  },
  request: RouteRequest,
  { settings, call }: Services,
): Promise<Response> {
  const { value, warnings } = toTokenCountRequest(asked.body, asked.context)
  const all = [...asked.model.warnings, ...warnings]
  refuseWhenStrict(all, settings.options)
  emitAll(all, settings.options)
  const answer = await call(
    {
      service: 'bedrock-runtime',
      method: 'POST',
      path: `/model/${encodeModelId(value.modelId)}/count-tokens`,
      accept: 'application/json',
      body: JSON.stringify(toConverseJson(value)),
      model: asked.context.model.id,
    },
    request,
  )
  const counted = parse(await readText(answer.body))
  const failure = unknownOperation(counted)
  if (failure !== undefined) throw failure
  return new Response(JSON.stringify(toTokenCount(counted)), {
    status: 200,
    headers: { 'content-type': 'application/json', ...passedHeaders(answer), ...warningHeaders(all) },
  })
}

function parse(text: string): { readonly inputTokens?: number } {
  try {
    return JSON.parse(text) as { readonly inputTokens?: number }
  } catch (error) {
    throw connectionError(error)
  }
}
