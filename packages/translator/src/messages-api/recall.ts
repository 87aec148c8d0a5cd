import type { Recall } from '../chat-completions/recall.ts'

/** What the translation of an answer must remember of its request. Made by `toMessagesConverseRequest`; never mutated. */
export interface MessagesRecall extends Pick<
  Recall,
  'toolNames' | 'structuredOutputTool' | 'suppressToolCalls' | 'wholeOnly'
> {
  /** The caller wants to see thinking: without that, the reasoning of models that always reason is left out. */
  readonly thinking: boolean
}
