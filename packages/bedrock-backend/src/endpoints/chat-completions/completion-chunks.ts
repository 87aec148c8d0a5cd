/** Loaded with the first stream of a model that has no tool calls on streams. */
export { toChatCompletionChunks } from '@patchbay/translator'
