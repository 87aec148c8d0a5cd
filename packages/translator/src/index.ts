/**
 * Pure, synchronous translation between OpenAI's and Anthropic's APIs and Bedrock's Converse: requests, answers and streams, with
 * a warning for everything that the other side cannot express. Nothing here has a clock, randomness or I/O.
 *
 * @packageDocumentation
 */
export type {
  FetchedFile,
  ReasoningRatios,
  StreamTranslator,
  Translated,
  TranslationContext,
  TranslationOptions,
  TranslationWarning,
} from './context.ts'
export type { WarningCode } from './warning-codes.ts'
export { WARNING_CODES } from './warning-codes.ts'
export { WarningCollector } from './context.ts'
export { isTooDeep } from './shapes/read-shape.ts'
export { TranslationError } from './translation-error.ts'
export { decodeBase64, encodeBase64 } from './base64.ts'
export { fromConverseJson, toConverseJson } from './converse/converse-json.ts'
export { readConverseAnswer, readConverseEvent, writeConverseRequest } from './converse/exact-wire.ts'
export { rememberMessageInputs, stringifyMessages } from './messages-api/exact-inputs.ts'

export type { ConverseRequest } from './converse/assemble-request.ts'
export type { TranslatedRequest } from './chat-completions/to-converse/request.ts'
export { toConverseRequest } from './chat-completions/to-converse/request.ts'
export type { ResponseContext } from './chat-completions/response-context.ts'
export type { ChatRequestOptions } from './chat-completions/from-converse/chat-request.ts'
export { toChatCompletionRequest } from './chat-completions/from-converse/chat-request.ts'
export { listRemoteFiles } from './chat-completions/remote-files.ts'
export type { RequestField, RequestFieldFate } from './converse/request-table.ts'
export type { RequestFieldName } from './chat-completions/to-converse/request-fields.ts'
export { REQUEST_FIELDS } from './chat-completions/to-converse/request-fields.ts'
export type { CacheControl, ThinkingParameter } from './converse/request-extensions.ts'
export type {
  ChatCompletionRequestExtensions,
  ContentBlockPart,
  VideoPart,
} from './chat-completions/openai-types.ts'
export type { RedactedThinkingPart, ThinkingPart } from './converse/reasoning-blocks.ts'
export { thinkingPart, videoPart } from './chat-completions/openai-types.ts'

export type { ModelIdKind, ParsedModelId } from './model-facts/model-id.ts'
export { encodeModelId, looksLikeModelId, parseModelId, stripSlug } from './model-facts/model-id.ts'
export type { ResolvedModelName } from './model-facts/model-names.ts'
export { listModelNames, resolveModelName } from './model-facts/model-names.ts'
export type {
  BedrockApi,
  BedrockHost,
  ModelCapabilities,
  ModelFacts,
  ModelFamily,
} from './model-facts/model-capabilities.ts'
export { describeModel } from './model-facts/describe-model.ts'
export { apisOf, isServedNatively, type OfferedApis } from './model-facts/offered-apis.ts'
export { isMantleRegion } from './model-facts/mantle-regions.ts'
export { toMantleId, toRuntimeId } from './model-facts/host-ids.ts'
export { suggestProfile } from './model-facts/needed-profiles.ts'
export type { ApiChoice, ClientApi, HostChoice, PlanOptions, PlanRequest, Way } from './planning/way.ts'
export { factsForWay } from './planning/facts-for-way.ts'
export { isKnownBeta } from './converse/bedrock-betas.ts'
export { leaveOut } from './planning/leave-out.ts'
export { apiBase } from './planning/way-path.ts'
export { toNativeBody } from './planning/native-body.ts'
export { planOnlyWay } from './planning/only-way.ts'
export { planWays } from './planning/plan-ways.ts'
export { toChatCompletion } from './chat-completions/to-converse/response.ts'
export { createChatCompletionStream } from './chat-completions/to-converse/stream.ts'
export { toChatCompletionChunks } from './chat-completions/completion-chunks.ts'
export type { ConverseAnswerFacts } from './chat-completions/from-converse/converse-response.ts'
export { toConverseResponse } from './chat-completions/from-converse/converse-response.ts'
export { createConverseStream } from './chat-completions/from-converse/converse-stream.ts'
export {
  findReportedFailure,
  type ReportedFailure,
} from './chat-completions/from-converse/reported-failure.ts'
export type { AnswerExtras } from './converse/answer-extras.ts'
export type { ContentBlockDeltaPart } from './chat-completions/answer-types.ts'
export { createReasoningOrigins, type ReasoningOrigins } from './converse/reasoning-origins.ts'
export { isCarryingSignature } from './converse/carrying-signature.ts'
export { createNativeReasoning, type NativeReasoning } from './converse/native-reasoning.ts'
export { refusesReasoning, withoutUnverifiedReasoning } from './planning/unverified-reasoning.ts'
export { noteReasoning, notingReasoning } from './converse/note-reasoning.ts'
export { BEDROCK_ACCESS_GATEWAY_REASONING_RATIOS, DEFAULT_REASONING_RATIOS } from './converse/reasoning.ts'
export type { BedrockError, OpenAIErrorAnswer, OpenAIErrorBody } from './chat-completions/errors.ts'
export {
  isContextOverflow,
  toBedrockError,
  toOpenAIError,
  toStreamError,
  toTranslationErrorAnswer,
} from './chat-completions/errors.ts'

export type { EmbeddingAnswer } from './embeddings/response.ts'
export { toEmbeddingResponse } from './embeddings/response.ts'
export type { EmbeddingCalls, EmbeddingModel, EmbeddingRequestExtensions } from './embeddings/request.ts'
export { EMBEDDING_FIELDS, toEmbeddingCalls } from './embeddings/request.ts'
export { embeddingProtocolOf, listEmbeddingModels } from './embeddings/protocols.ts'
export { decodeVector, encodeVector } from './embeddings/vector-encoding.ts'
export { estimateInputTokens, toInputTokensRequest } from './chat-completions/count-tokens.ts'
export type { TokenCountRequest } from './converse/count-tokens-input.ts'
export { toCountedModel, toCountTokensRequest } from './converse/count-tokens-input.ts'
export type {
  ChatInvocation,
  ConverseInvocation,
  EmbeddingInvocation,
  Invocation,
} from './invoke-model/invoke-request.ts'
export { readInvocation } from './invoke-model/read-invocation.ts'

export type { ResponsesContext } from './responses/response-context.ts'
export type { TranslatedResponseRequest } from './responses/to-converse/request.ts'
export { toResponsesConverseRequest } from './responses/to-converse/request.ts'
export type { ResponseRequestFieldName } from './responses/to-converse/request-fields.ts'
export { RESPONSE_REQUEST_FIELDS } from './responses/to-converse/request-fields.ts'
export type { ResponseBody } from './responses/openai-types.ts'
export type { WholeResponse } from './responses/to-converse/response.ts'
export { toResponse } from './responses/to-converse/response.ts'
export { createResponseStream } from './responses/to-converse/stream.ts'
export type { ResponsesRequestOptions } from './responses/from-converse/request.ts'
export { toResponsesRequest } from './responses/from-converse/request.ts'
export type { ResponsesAnswerFacts } from './responses/from-converse/converse-response.ts'
export { toConverseFromResponse } from './responses/from-converse/converse-response.ts'
export { createConverseStreamFromResponses } from './responses/from-converse/converse-stream.ts'
export { findResponseFailure } from './responses/from-converse/reported-failure.ts'
export { listResponseFiles } from './responses/remote-files.ts'
export { toTokenCount, toTokenCountRequest } from './responses/token-count.ts'

export type { CompletionRequests } from './completions/request.ts'
export { toCompletionRequests } from './completions/request.ts'
export { COMPLETION_FIELDS } from './completions/fields.ts'
export { toTextCompletion } from './completions/response.ts'
export type { TextCompletionChunk } from './completions/stream.ts'
export { createTextCompletionStream } from './completions/stream.ts'

export type { ImageCalls, ImageContext } from './images/request.ts'
export { toImageCalls } from './images/request.ts'
export type { ImageRequestExtensions } from './images/fields.ts'
export { IMAGE_FIELDS } from './images/fields.ts'
export { imageProtocolOf, listImageModels } from './images/protocols.ts'
export { toImagesResponse } from './images/response.ts'

export type { MessagesResponseContext } from './messages-api/response-context.ts'
export type { MessageAnswer, MessageEvent } from './messages-api/message-types.ts'
export { MESSAGES_FIELDS } from './messages-api/to-converse/request-fields.ts'
export { createClaudeRestorer, restoreClaudeAnswer, type ClaudeEvent } from './messages-api/claude-answer.ts'
export { toClaudeBody, type ClaudeBody } from './messages-api/claude-body.ts'
export { toMessagesApiBody, type MessagesApiBody } from './messages-api/messages-api-body.ts'
export { listRemoteMessageFiles } from './messages-api/remote-files.ts'
export type { TranslatedMessagesRequest } from './messages-api/to-converse/request.ts'
export { toMessagesConverseRequest } from './messages-api/to-converse/request.ts'
export { toMessage } from './messages-api/to-converse/response.ts'
export { createMessageStream } from './messages-api/to-converse/stream.ts'
export { toMessageEvents } from './messages-api/to-converse/message-events.ts'

export type { GuardrailBody, ModerationCalls } from './moderations/request.ts'
export { toModerationCalls } from './moderations/request.ts'
export type { GuardrailVerdict, ModerationContext } from './moderations/response.ts'
export { toModerationResponse } from './moderations/response.ts'
