/**
 * Attributes of the GenAI semantic conventions v0.1.0, and of those of HTTP and servers that they build on.
 * https://github.com/open-telemetry/semantic-conventions-genai/blob/v0.1.0/docs/gen-ai/client-inference.md
 */
export const ATTRIBUTE = {
  operation: 'gen_ai.operation.name',
  provider: 'gen_ai.provider.name',
  requestModel: 'gen_ai.request.model',
  stream: 'gen_ai.request.stream',
  responseModel: 'gen_ai.response.model',
  finishReasons: 'gen_ai.response.finish_reasons',
  timeToFirstChunk: 'gen_ai.response.time_to_first_chunk',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cacheReadTokens: 'gen_ai.usage.cache_read.input_tokens',
  cacheWriteTokens: 'gen_ai.usage.cache_write.input_tokens',
  /** The name of `cache_write` before v0.1.0. */
  cacheCreationTokens: 'gen_ai.usage.cache_creation.input_tokens',
  reasoningTokens: 'gen_ai.usage.reasoning.output_tokens',
  tokenType: 'gen_ai.token.type',
  tokenModality: 'gen_ai.token.modality',
  inputMessages: 'gen_ai.input.messages',
  outputMessages: 'gen_ai.output.messages',
  systemInstructions: 'gen_ai.system_instructions',
  toolDefinitions: 'gen_ai.tool.definitions',
  openaiApi: 'openai.api.type',
  errorType: 'error.type',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  httpStatus: 'http.response.status_code',
  url: 'url.full',
  /** What the conventions have no name for. */
  patchbayRequest: 'patchbay.request.id',
  patchbayRoute: 'patchbay.route',
  patchbayTarget: 'patchbay.target',
  patchbayAttempt: 'patchbay.attempt',
  patchbayApi: 'patchbay.api',
  patchbayHost: 'patchbay.host',
  patchbayOutcome: 'patchbay.outcome',
  patchbayWarnings: 'patchbay.warnings',
} as const
