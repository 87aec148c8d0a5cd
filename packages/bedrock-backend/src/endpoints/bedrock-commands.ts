import type { HttpAnswer, RouteRequest } from '@patchbay/core'
import { encodeModelId } from '@patchbay/translator'

import { asRequestFailure } from '../backend/failure.ts'
import type { Services } from '../backend/services.ts'
import { resolveAlias } from '../bedrock/alias.ts'
import { needsTranslation } from '../bedrock/needs-translation.ts'
import { DO_NOT_RETRY, RequestFailure } from '../request-failure.ts'

/** `/model/{modelId}/{operation}` https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
const COMMAND = /^\/model\/([^/]+)\/([a-z-]+)$/

/** What a request of Bedrock's own says beside its body: a guardrail, a trace, a tier. */
const SERVICE_HEADER = /^x-amzn-bedrock-/

/** What clients read of an answer. */
const ANSWER_HEADERS = [
  'content-type',
  'x-amzn-requestid',
  'x-amzn-bedrock-input-token-count',
  'x-amzn-bedrock-output-token-count',
] as const

/**
 * `POST /model/{modelId}/converse`, `/invoke` and their streams, for SDKs that speak Bedrock Runtime's own protocol by a `fetch`, such as
 * `@ai-sdk/amazon-bedrock`: the request goes on as it is, to the route's endpoint, by the route's identity; so does the answer.
 * The caller's own signature ends here. Failures have the service's envelope.
 */
export async function serveBedrockCommand(request: RouteRequest, services: Services): Promise<Response> {
  try {
    return toResponse(await send(request, services))
  } catch (error) {
    const failure = asRequestFailure(error)
    if (failure === undefined || request.signal?.aborted === true) throw error
    const { message, details, headers } = failure
    const type = details.code === null ? {} : { 'x-amzn-errortype': details.code }
    return Response.json({ message }, { status: details.status, headers: { ...headers, ...type } })
  }
}

async function send(request: RouteRequest, services: Services): Promise<HttpAnswer> {
  const { model, body, operation } = await readCommand(request, services)
  return services.call(
    {
      service: 'bedrock-runtime',
      method: 'POST',
      path: `/model/${encodeModelId(model)}/${operation}`,
      accept: request.headers.get('accept') ?? '*/*',
      headers: Object.fromEntries([...request.headers].filter(([name]) => SERVICE_HEADER.test(name))),
      body,
      model,
    },
    request,
  )
}

async function readCommand(
  request: RouteRequest,
  { settings }: Services,
): Promise<{ model: string; operation: string; body: string }> {
  const { endpoint } = request
  const [, id, operation] = COMMAND.exec(endpoint) ?? []
  if (id === undefined || operation === undefined)
    throw refusal(404, 'unsupported_endpoint', `bedrock() does not serve POST ${endpoint}.`)
  const { model: only, models } = settings.options
  const model = only ?? resolveAlias(decodeURIComponent(id), models)
  if (await needsTranslation(model, settings))
    throw refusal(
      400,
      'unsupported_model',
      `${model} is not served by Converse or InvokeModel, and requests of this form are passed on as they are. ` +
        "Call it by OpenAI's API, or by a BedrockRuntimeClient that is registered on bedrock().",
    )
  const body = typeof request.body === 'string' ? request.body : JSON.stringify(request.json())
  if (body === undefined) throw refusal(400, 'invalid_body', 'The body of the request must be JSON.')
  return { model, operation, body }
}

function refusal(status: number, code: string, message: string): RequestFailure {
  return new RequestFailure(message, { status, code }, DO_NOT_RETRY)
}

function toResponse(answer: HttpAnswer): Response {
  const headers = ANSWER_HEADERS.flatMap((name): [string, string][] => {
    const value = answer.header(name)
    return value === undefined ? [] : [[name, value]]
  })
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const bytes = await answer.body.read()
      if (bytes === undefined) controller.close()
      else controller.enqueue(bytes)
    },
    cancel: () => answer.body.cancel(),
  })
  return new Response(body, { status: answer.status, headers })
}
