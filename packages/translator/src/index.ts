export type {
  FetchedFile,
  ReasoningRatios,
  StreamTranslator,
  Translated,
  TranslationContext,
  TranslationOptions,
} from './context.ts'
export { WarningCollector } from './context.ts'
export { TranslationError } from './translation-error.ts'
export { decodeBase64, encodeBase64 } from './base64.ts'
export { fromConverseJson, toConverseJson } from './converse-json.ts'

export type { ConverseRequest, TranslatedRequest } from './chat-completions/request.ts'
export { toConverseRequest } from './chat-completions/request.ts'
export type { Recall } from './chat-completions/recall.ts'
export { listRemoteFiles } from './chat-completions/remote-files.ts'
export type { RequestField, RequestFieldFate, RequestFieldName } from './chat-completions/request-fields.ts'
export { REQUEST_FIELDS } from './chat-completions/request-fields.ts'
export type {
  CacheControl,
  ChatCompletionRequestExtensions,
  ContentBlockPart,
  RedactedThinkingPart,
  ThinkingParameter,
  ThinkingPart,
  VideoPart,
} from './chat-completions/openai-types.ts'
export { thinkingPart, videoPart } from './chat-completions/openai-types.ts'
