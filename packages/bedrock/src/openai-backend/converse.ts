import type { ConverseCommandInput, ConverseResponse } from '@aws-sdk/client-bedrock-runtime'
import { loadOpenAIApi } from './load-openai-api.ts'
import type { OpenAIApi } from './openai-api.ts'
import { toFailure, toMetadata, translated } from './send-openai.ts'
import type { ServeCommand, Service } from './service.ts'
import { tellAnswer } from './tell-hooks.ts'

/** Serves Converse by one request of the API that the route wants. */
export const serveConverse: ServeCommand = async (service) =>
  converse(service, await loadOpenAIApi(service), service.input as unknown as ConverseCommandInput)

/** The output of a Converse command with this input. */
export async function converse(
  service: Service,
  api: OpenAIApi,
  input: ConverseCommandInput,
): Promise<ConverseResponse & { readonly $metadata: object }> {
  const started = performance.now()
  const { answer, $metadata } = await fetchAnswer(service, api, api.toRequest(service, input))
  const facts = { latencyMs: Math.round(performance.now() - started) }
  return { ...translated(service, () => api.toAnswer(service, answer, facts)), $metadata }
}

/**
 * One whole answer.
 *
 * @throws BackendFailure for a failure of the backend, and for an answer that is none of the API's.
 */
export async function fetchAnswer(
  service: Service,
  { send, findFailure, isAnswer, answerName }: OpenAIApi,
  request: object,
): Promise<{ readonly answer: object; readonly $metadata: object }> {
  const response = await send(service, request)
  const answer: unknown = await response.json().catch(() => undefined)
  tellAnswer(service, answer)
  const reported = findFailure(answer)
  if (reported !== undefined) throw toFailure(reported.status, reported.body)
  if (typeof answer !== 'object' || answer === null || !isAnswer(answer)) {
    throw toFailure(502, {
      error: { message: `The route "${service.route.name}" answered with no ${answerName}.` },
    })
  }
  return { answer, $metadata: toMetadata(response) }
}
