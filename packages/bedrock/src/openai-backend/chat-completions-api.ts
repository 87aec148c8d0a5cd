import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import {
  createConverseStream,
  findReportedFailure,
  toChatCompletionRequest,
  toConverseResponse,
} from '@patchbay/translator'
import { backendProfile } from './backend-profile.ts'
import type { OpenAIApi } from './openai-api.ts'
import { callChat, translated } from './send-openai.ts'
import type { Service } from './service.ts'
import { callStreamed } from './stream-options.ts'

/** Chat Completions, which every OpenAI-compatible backend has. https://platform.openai.com/docs/api-reference/chat */
export const CHAT_COMPLETIONS_API: OpenAIApi = {
  answerName: 'chat completion',
  toRequest: toChatRequest,
  send: callChat,
  sendStreamed: (service, request) => callStreamed(service, { ...request, stream: true }),
  findFailure: findReportedFailure,
  isAnswer: (answer) => 'choices' in answer,
  toAnswer: (_service, answer, facts) =>
    toConverseResponse(answer as Parameters<typeof toConverseResponse>[0], facts),
  createStream: (_service, facts) => createConverseStream(facts),
  adaptInvocation: (_service, invocation) => invocation,
}

/**
 * The chat completion request of a Converse command.
 *
 * @throws BackendFailure where OpenAI's shape has no counterpart.
 */
export function toChatRequest(service: Service, input: ConverseCommandInput): Record<string, unknown> {
  // The route resolves its own aliases.
  const options = { model: input.modelId ?? '', ...backendProfile(service.route) }
  return { ...translated(service, () => toChatCompletionRequest(input, options)) }
}
