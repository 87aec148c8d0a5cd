import type { ChatInvocation, EmbeddingInvocation } from '@patchbay/translator'
import { fetchAnswer, converse } from '../converse.ts'
import { loadOpenAIApi } from '../load-openai-api.ts'
import { answered, callOpenAI, toFailure, toMetadata, translated } from '../send-openai.ts'
import type { ServeCommand, Service } from '../service.ts'
import { tellAnswer } from '../tell-hooks.ts'
import { readInvocationCommand, toBackendRequest } from './invocation.ts'
import { toPayload } from './payload.ts'

type Completion = Parameters<ChatInvocation['toBody']>[0]
type EmbeddingAnswer = Parameters<EmbeddingInvocation['toBody']>[0]

interface Answer {
  readonly body: object
  readonly $metadata: object
}

/** Serves InvokeModel: by way of Converse, of chat completions, or of embeddings. The body is answered in kind. */
export const serveInvokeModel: ServeCommand = async (service) => {
  const { body, $metadata } = await serveInvocation(service)
  return { body: toPayload(body), contentType: 'application/json', $metadata }
}

async function serveInvocation(service: Service): Promise<Answer> {
  const api = await loadOpenAIApi(service)
  const invocation = api.adaptInvocation(service, await readInvocationCommand(service))
  if (invocation.kind === 'embeddings') return embed(service, invocation)
  if (invocation.kind === 'chat') {
    const { answer, $metadata } = await fetchAnswer(service, api, toBackendRequest(service, invocation))
    const body = answered(() => invocation.toBody(answer as Completion))
    return { body, $metadata }
  }
  const { $metadata, ...answer } = await converse(service, api, invocation.input)
  return { body: translated(service, () => invocation.toBody(answer)), $metadata }
}

async function embed(service: Service, invocation: EmbeddingInvocation): Promise<Answer> {
  const response = await callOpenAI(service, '/embeddings', invocation.request)
  const answer: unknown = await response.json().catch(() => undefined)
  tellAnswer(service, answer)
  if (typeof answer !== 'object' || answer === null || !('data' in answer) || !Array.isArray(answer.data)) {
    throw toFailure(502, {
      error: { message: `The route "${service.route.name}" answered with no embeddings.` },
    })
  }
  const body = answered(() => invocation.toBody(answer as EmbeddingAnswer))
  return { body, $metadata: toMetadata(response) }
}
