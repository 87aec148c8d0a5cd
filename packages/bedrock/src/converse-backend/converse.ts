import type { ConverseCommandInput, ConverseResponse } from '@aws-sdk/client-bedrock-runtime'
import { fromConverseJson, toConverseJson } from '@patchbay/translator'
import { withinDepth } from '../openai-backend/backend-failure.ts'
import { callOpenAI, toFailure, toMetadata } from '../openai-backend/send-openai.ts'
import type { ServeCommand, Service } from '../openai-backend/service.ts'

/** Serves Converse by a route that knows its words: nothing of the command is lost on the way there. */
export const serveConverse: ServeCommand = (service) =>
  converse(service, service.input as unknown as ConverseCommandInput)

/** The output of a Converse command with this input. */
export async function converse(
  service: Service,
  input: ConverseCommandInput,
): Promise<ConverseResponse & { readonly $metadata: object }> {
  const started = performance.now()
  const response = await callOpenAI(service, '/converse', toConverseBody(input))
  const answer: unknown = await response.json().catch(() => undefined)
  if (typeof answer !== 'object' || answer === null || !('output' in answer)) {
    throw toFailure(502, {
      error: { message: `The route "${service.route.name}" answered with no output of Converse.` },
    })
  }
  const metrics = { latencyMs: Math.round(performance.now() - started) }
  return { ...fromConverseJson<ConverseResponse>(answer), metrics, $metadata: toMetadata(response) }
}

/** A command's input as JSON. On the wire to AWS the model stands in the path; here it is a member. */
export function toConverseBody(input: ConverseCommandInput): Record<string, unknown> {
  return { ...withinDepth(() => toConverseJson(input)), modelId: input.modelId }
}
