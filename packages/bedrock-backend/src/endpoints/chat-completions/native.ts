import type { RouteRequest } from '@patchbay/core'

import { warningHeaders } from '../../backend/report-warnings.ts'
import { readJson } from '../../backend/service-answer.ts'
import { passedHeaders } from '../../backend/passed-headers.ts'
import type { Conversation } from '../conversation/pipeline.ts'
import type { JsonBody } from '../read-body.ts'
import { passBody } from './pass-body.ts'

/**
 * A chat completion of a model that Bedrock serves in OpenAI's shape: signed, and otherwise untouched both ways but for
 * the model's id. Failures of the endpoint keep their envelope.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-chat-completions.html
 *
 * @param conversation its body is the very object that `request.json()` gives where nothing was changed
 */
export async function serveNative({
  request,
  services,
  resolved,
  body,
  stream,
}: Conversation): Promise<Response> {
  const { id } = resolved.facts
  const answer = await services.call(
    {
      service: 'bedrock-runtime',
      method: 'POST',
      path: '/openai/v1/chat/completions',
      accept: stream ? 'text/event-stream' : 'application/json',
      body: toNativeBody(request, body, id),
      model: id,
    },
    request,
  )
  const headers = {
    'content-type': answer.header('content-type') ?? 'application/json',
    ...passedHeaders(answer),
    ...warningHeaders(resolved.warnings),
  }
  if (stream && !headers['content-type'].includes('json'))
    return new Response(passBody(answer.body, request, headers), { headers })
  return new Response((await readJson(answer)).text, { headers })
}

/** The caller's own bytes wherever nothing has to be changed. */
function toNativeBody(request: RouteRequest, body: JsonBody, id: string): string {
  const untouched = body === request.json() && body['model'] === id && typeof request.body === 'string'
  return untouched ? request.body : JSON.stringify({ ...body, model: id })
}
