import type { ConverseCommandInput, ConverseResponse } from '@aws-sdk/client-bedrock-runtime'
import { findReportedFailure, toChatCompletionRequest, toConverseResponse } from '@patchbay/translator'
import { backendProfile } from './backend-profile.ts'
import { callChat, toFailure, toMetadata, translated } from './send-openai.ts'
import type { ServeCommand, Service } from './service.ts'

type Completion = Parameters<typeof toConverseResponse>[0]

/** Serves Converse by one chat completion. */
export const serveConverse: ServeCommand = (service) =>
  converse(service, service.input as unknown as ConverseCommandInput)

/** The output of a Converse command with this input. */
export async function converse(
  service: Service,
  input: ConverseCommandInput,
): Promise<ConverseResponse & { readonly $metadata: object }> {
  const started = performance.now()
  const { completion, $metadata } = await fetchCompletion(service, toChatRequest(service, input))
  const facts = { latencyMs: Math.round(performance.now() - started) }
  return { ...translated(() => toConverseResponse(completion, facts)), $metadata }
}

/**
 * One whole chat completion.
 *
 * @throws BackendFailure for a failure of the backend, and for an answer that is no chat completion.
 */
export async function fetchCompletion(
  service: Service,
  request: object,
): Promise<{ readonly completion: Completion; readonly $metadata: object }> {
  const response = await callChat(service, request)
  const completion: unknown = await response.json().catch(() => undefined)
  const reported = findReportedFailure(completion)
  if (reported !== undefined) throw toFailure(reported.status, reported.body)
  if (typeof completion !== 'object' || completion === null || !('choices' in completion)) {
    throw toFailure(502, {
      error: { message: `The route "${service.route.name}" answered with no chat completion.` },
    })
  }
  return { completion: completion as Completion, $metadata: toMetadata(response) }
}

/**
 * The chat completion request of a Converse command.
 *
 * @throws BackendFailure where OpenAI's shape has no counterpart.
 */
export function toChatRequest({ route }: Service, input: ConverseCommandInput): Record<string, unknown> {
  // The route resolves its own aliases.
  const options = { model: input.modelId ?? '', ...backendProfile(route) }
  return { ...translated(() => toChatCompletionRequest(input, options)) }
}
