/**
 * `import '@patchbay/sdk/extensions'` adds what Bedrock takes and gives beyond OpenAI's API to the types of the package
 * `openai`, which must be installed. Besides types it has two functions, which make content parts of Bedrock's own.
 *
 * @packageDocumentation
 */
export type {
  CacheControl,
  ChatCompletionRequestExtensions,
  ContentBlockPart,
  RedactedThinkingPart,
  ThinkingParameter,
  ThinkingPart,
  VideoPart,
} from '@patchbay/translator'
export { thinkingPart, videoPart } from '@patchbay/translator'
