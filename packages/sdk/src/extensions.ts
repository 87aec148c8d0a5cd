/**
 * `import '@patchbay/sdk/extensions'` adds what Bedrock takes and gives beyond OpenAI's API to the types of the package
 * `openai`, which must be installed. There is nothing to run: the import is for the compiler.
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
