import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { isRecord, parseJSON, type Route } from '@patchbay/core'
import { estimateInputTokens, toInputTokensRequest } from '@patchbay/translator'
import { toChatRequest } from './chat-completions-api.ts'
import { readInvocationCommand } from './invoke-model/invocation.ts'
import { readFailureResponse, toMetadata, sendOpenAI } from './send-openai.ts'
import type { ServeCommand, Service } from './service.ts'
import { warn } from './tell-hooks.ts'
import { rejection } from './backend-failure.ts'

type ChatRequest = Parameters<typeof toInputTokensRequest>[0]

/** An endpoint that counts the tokens of a request as the model does. */
interface Counter {
  readonly endpoint: string
  readonly request: (request: ChatRequest) => object
  readonly read: (answer: Readonly<Record<string, unknown>>) => unknown
}

const COUNTERS: readonly Counter[] = [
  // https://platform.openai.com/docs/api-reference/responses/input-tokens
  {
    endpoint: '/responses/input_tokens',
    request: toInputTokensRequest,
    read: (answer) => answer['input_tokens'],
  },
  // https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html (tokenizer API)
  {
    endpoint: '/tokenize',
    request: ({ model, messages, tools }) => ({
      model,
      messages,
      ...(tools === undefined ? {} : { tools }),
      add_generation_prompt: true,
    }),
    read: (answer) => answer['count'],
  },
]

/** What backends without such an endpoint answer. */
const NO_ENDPOINT: ReadonlySet<number> = new Set([404, 405, 501])

/** Counters that a route's backend has not: they are not asked again. */
const missing = new WeakMap<Route, Set<Counter>>()

/**
 * Serves CountTokens: exactly where the backend has an endpoint for that, else by an estimate. An estimate is marked: the
 * output has `estimated: true`, and there is a warning `token_count_estimated`.
 */
export const serveCountTokens: ServeCommand = async (service) => {
  const request = await toCountRequest(service)
  const { route } = service
  const lacking = missing.get(route.explains ?? route) ?? new Set()
  missing.set(route.explains ?? route, lacking)
  for (const counter of COUNTERS) {
    if (lacking.has(counter)) continue
    const counted = await countBy(counter, service, request)
    if (counted !== undefined) return counted
    lacking.add(counter)
  }
  const inputTokens = estimateInputTokens(request)
  const message = `The route "${service.route.name}" has no endpoint that counts tokens: ${inputTokens} is an estimate.`
  warn(service, { code: 'token_count_estimated', field: 'inputTokens', message })
  return { inputTokens, estimated: true, $metadata: { httpStatusCode: 200 } }
}

/** `undefined` where the backend does not have the endpoint. */
async function countBy(
  counter: Counter,
  service: Service,
  request: ChatRequest,
): Promise<object | undefined> {
  const response = await sendOpenAI(service, counter.endpoint, counter.request(request))
  if (response.status >= 400) {
    const copy = response.clone()
    const failure = await readFailureResponse(response)
    const code = codeIn(await copy.text())
    const lacksEndpoint = NO_ENDPOINT.has(response.status) || code === 'unsupported_endpoint'
    if (lacksEndpoint && code !== 'model_not_found') return undefined
    throw failure
  }
  const answer: unknown = await response.json().catch(() => undefined)
  // Some servers answer every path with 200, and say only in words that they do not know it.
  const count = typeof answer === 'object' && answer !== null ? counter.read({ ...answer }) : undefined
  return typeof count === 'number' ? { inputTokens: count, $metadata: toMetadata(response) } : undefined
}

async function toCountRequest(service: Service): Promise<ChatRequest> {
  const { modelId, input } = service.input
  const { converse, invokeModel } = (input ?? {}) as Readonly<Record<string, object | undefined>>
  if (converse !== undefined) {
    const command = { modelId, ...converse } as ConverseCommandInput
    return toChatRequest(service, command) as unknown as ChatRequest
  }
  if (invokeModel === undefined) throw rejection('input must have a member "converse" or "invokeModel".')
  const invocation = await readInvocationCommand({ ...service, input: { modelId, ...invokeModel } })
  if (invocation.kind === 'embeddings') throw rejection('input.invokeModel.body: embeddings are not counted.')
  return (invocation.kind === 'chat'
    ? invocation.request
    : toChatRequest(service, invocation.input)) as unknown as ChatRequest
}

function codeIn(text: string): unknown {
  const body = parseJSON(text)
  return isRecord(body) && isRecord(body['error']) ? body['error']['code'] : undefined
}
