import type { RouteRequest } from '@patchbay/core'
import { isServedNatively } from '@patchbay/translator'

import type { Services } from '../backend/backend.ts'
import { warningHeaders } from '../backend/report-warnings.ts'
import { passedHeaders, unknownOperation } from '../backend/service-error.ts'
import type { ResolvedModel } from '../bedrock/model.ts'
import type { BedrockApi, BedrockOptions } from '../bedrock/options.ts'
import { connectionError, readText, type HttpAnswer } from '../transport/http-client.ts'
import { passBody } from './native/pass-body.ts'

/**
 * Whether a chat completion goes to Bedrock's own endpoint of OpenAI's shape: the route's `api`, by the model's name in the
 * request, else by its id. `auto` is what the table of such models says.
 */
export function isNative(
  api: BedrockOptions['api'],
  requested: string | undefined,
  { facts }: ResolvedModel,
): boolean {
  const chosen = typeof api === 'object' ? fromTable(api, requested, facts.id) : api
  return chosen === 'native' || (chosen === 'auto' && isServedNatively(facts.id))
}

/**
 * `POST /chat/completions` for a model that Bedrock serves in OpenAI's shape: signed, and otherwise untouched both ways but
 * for the model's id. Failures of the endpoint keep their envelope.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-chat-completions.html
 *
 * @param body - the request's body; the very object that `request.json()` gives where nothing was changed
 */
export async function serveNative(
  request: RouteRequest,
  body: { readonly model?: unknown; readonly stream?: unknown },
  model: ResolvedModel,
  services: Services,
): Promise<Response> {
  const { id } = model.facts
  const streaming = body.stream === true
  const answer = await services.call(
    {
      service: 'bedrock-runtime',
      method: 'POST',
      path: '/openai/v1/chat/completions',
      accept: streaming ? 'text/event-stream' : 'application/json',
      body: bytesOf(request, body, id),
      model: id,
    },
    request,
  )
  const headers = {
    'content-type': answer.header('content-type') ?? 'application/json',
    ...passedHeaders(answer),
    ...warningHeaders(model.warnings),
  }
  if (streaming && !headers['content-type'].includes('json'))
    return new Response(passBody(answer.body, request, headers), { headers })
  return new Response(await wholeText(answer), { headers })
}

function fromTable(
  api: Readonly<Record<string, BedrockApi>>,
  requested: string | undefined,
  id: string,
): BedrockApi | undefined {
  const name = [requested, id].find((key) => key !== undefined && Object.hasOwn(api, key))
  return name === undefined ? undefined : api[name]
}

/** The caller's own bytes wherever nothing has to be changed. */
function bytesOf(request: RouteRequest, body: { readonly model?: unknown }, id: string): string {
  const untouched = body === request.json() && body.model === id && typeof request.body === 'string'
  return untouched ? request.body : JSON.stringify({ ...body, model: id })
}

async function wholeText(answer: HttpAnswer): Promise<string> {
  const text = await readText(answer.body)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw connectionError(error)
  }
  const failure = unknownOperation(json)
  if (failure !== undefined) throw failure
  return text
}
