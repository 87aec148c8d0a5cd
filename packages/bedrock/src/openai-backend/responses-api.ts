import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import {
  createConverseStreamFromResponses,
  findResponseFailure,
  toConverseFromResponse,
  toResponsesRequest,
} from '@patchbay/translator'
import { toConverseInvocation } from './invoke-model/chat-body-as-converse.ts'
import type { OpenAIApi } from './openai-api.ts'
import { readFailureResponse, sendOpenAI, translated } from './send-openai.ts'
import type { Service } from './service.ts'

const ENDPOINT = '/responses'

/**
 * Responses, with nothing stored: each request brings the whole conversation, the reasoning that the model encrypted among it.
 *
 * https://platform.openai.com/docs/api-reference/responses
 */
export const RESPONSES_API: OpenAIApi = {
  answerName: 'response',
  toRequest: toResponse,
  send: callResponses,
  sendStreamed: (service, request) => callResponses(service, { ...request, stream: true }),
  findFailure: findResponseFailure,
  isAnswer: (answer) => 'output' in answer,
  toAnswer: (service, answer, { latencyMs }) =>
    toConverseFromResponse(answer, { family: familyOf(service), latencyMs }),
  createStream: (service, facts) =>
    createConverseStreamFromResponses({
      family: familyOf(service),
      get latencyMs() {
        return facts.latencyMs
      },
    }),
  adaptInvocation: (service, invocation) =>
    invocation.kind === 'chat' ? toConverseInvocation(service, invocation) : invocation,
}

function toResponse(service: Service, input: ConverseCommandInput): object {
  // The route resolves its own aliases.
  const options = { model: input.modelId ?? '', family: familyOf(service), encryptedReasoning: true }
  return translated(service, () => toResponsesRequest(input, options))
}

/** Who can read what was encrypted: this backend's model, as far as the caller's names tell models apart. */
function familyOf({ route, input }: Service): string {
  const { baseURL } = route.describe()
  return [baseURL, input['modelId']].filter((part) => typeof part === 'string').join(' ')
}

/** By route: models that have refused to be asked for encrypted reasoning, since they do not reason. */
const refusing = new WeakMap<Service['route'], Set<unknown>>()

/** What the refusal says: "Encrypted content is not supported with this model.", or the name of the member. */
const REFUSAL = /encrypted[ _]content/i

/**
 * Sends a request, and asks for encrypted reasoning. A model that refuses to be asked is sent the request once more without the
 * question, and is not asked again: it has none.
 */
async function callResponses(service: Service, request: object): Promise<Response> {
  const { include, ...plain } = request as { readonly include?: unknown; readonly model?: unknown }
  const models = refusing.get(service.route) ?? new Set()
  refusing.set(service.route, models)
  const asks = include !== undefined && !models.has(plain.model)
  const response = await sendOpenAI(service, ENDPOINT, asks ? request : plain)
  if (response.status < 400) return response
  const isRefused = asks && response.status === 400 && REFUSAL.test(await response.clone().text())
  if (!isRefused || hasReasoning(plain)) throw await readFailureResponse(response)
  models.add(plain.model)
  const again = await sendOpenAI(service, ENDPOINT, plain)
  if (again.status < 400) return again
  throw await readFailureResponse(again)
}

/** A refusal may be about the reasoning that the request gives back. */
function hasReasoning(request: object): boolean {
  const { input } = request as { readonly input?: unknown }
  return Array.isArray(input) && input.some((item: { readonly type?: unknown }) => item.type === 'reasoning')
}
