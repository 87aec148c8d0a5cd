import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { toChatCompletionRequest, toConverseResponse } from '@patchbay/translator'
import { callChat, failureOf, metadataOf, translated } from './openai-call.ts'
import type { ServeCommand, Service } from './serve-command.ts'

/** Serves Converse by one chat completion. */
export const serveConverse: ServeCommand = async (service) => {
  const started = performance.now()
  const response = await callChat(service, chatRequestOf(service))
  const completion: unknown = await response.json().catch(() => undefined)
  if (typeof completion !== 'object' || completion === null || !('choices' in completion)) {
    throw failureOf(502, {
      error: { message: `The route "${service.route.name}" answered with no chat completion.` },
    })
  }
  const facts = { latencyMs: Math.round(performance.now() - started) }
  const value = translated(() =>
    toConverseResponse(completion as Parameters<typeof toConverseResponse>[0], facts),
  )
  return { ...value, $metadata: metadataOf(response) }
}

/**
 * The chat completion request of a Converse command.
 *
 * @throws ServedFailure where OpenAI's shape has no counterpart.
 */
export function chatRequestOf({ input }: Service): Record<string, unknown> {
  const converse = input as unknown as ConverseCommandInput
  // The route resolves its own aliases.
  return { ...translated(() => toChatCompletionRequest(converse, { model: converse.modelId ?? '' })) }
}
