import type { EmbeddingInvocation } from '@patchbay/translator'
import { completionOf, converseBy } from '../converse.ts'
import { callOpenAI, failureOf, metadataOf } from '../openai-call.ts'
import type { ServeCommand, Service } from '../serve-command.ts'
import { invocationOf, requestOf } from './invocation.ts'
import { payloadOf } from './payload.ts'

type EmbeddingAnswer = Parameters<EmbeddingInvocation['toBody']>[0]

interface Answer {
  readonly body: object
  readonly $metadata: object
}

/** Serves InvokeModel: by way of Converse, of chat completions, or of embeddings. The body is answered in kind. */
export const serveInvokeModel: ServeCommand = async (service) => {
  const { body, $metadata } = await answerOf(service)
  return { body: payloadOf(body), contentType: 'application/json', $metadata }
}

async function answerOf(service: Service): Promise<Answer> {
  const invocation = await invocationOf(service)
  if (invocation.kind === 'embeddings') return embed(service, invocation)
  if (invocation.kind === 'chat') {
    const { completion, $metadata } = await completionOf(service, requestOf(service, invocation))
    return { body: invocation.toBody(completion), $metadata }
  }
  const { $metadata, ...answer } = await converseBy(service, invocation.input)
  return { body: invocation.toBody(answer), $metadata }
}

async function embed(service: Service, invocation: EmbeddingInvocation): Promise<Answer> {
  const response = await callOpenAI(service, '/embeddings', invocation.request)
  const answer: unknown = await response.json().catch(() => undefined)
  if (typeof answer !== 'object' || answer === null || !('data' in answer) || !Array.isArray(answer.data)) {
    throw failureOf(502, {
      error: { message: `The route "${service.route.name}" answered with no embeddings.` },
    })
  }
  return { body: invocation.toBody(answer as EmbeddingAnswer), $metadata: metadataOf(response) }
}
