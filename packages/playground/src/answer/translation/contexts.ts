import {
  DEFAULT_REASONING_RATIOS,
  describeModel,
  type MessagesResponseContext,
  type ResponseContext,
  type ResponsesContext,
  toConverseRequest,
  toMessagesConverseRequest,
  toResponsesConverseRequest,
  type TranslationContext,
} from '@patchbay/translator'

/** What the reader chooses beside the answer. */
export interface AnswerSettings {
  /** The id of the model that answered. */
  readonly model: string
  /** `stream_options.include_usage` of Chat Completions. */
  readonly includeUsage: boolean
  /** Reasoning stands in the content, between tags. */
  readonly thinkTags: boolean
  /** `strictOpenAICompliance: false`: signatures and the order of blocks are shown to Chat Completions. */
  readonly contentBlocks: boolean
}

/** Answers are no older than the page. */
const CREATED = Date.UTC(2026, 0, 1) / 1000

/** What the translator is told of an answer: always the same id and time, so that a link shows the same. */
export function toContext(prefix: string, settings: AnswerSettings): TranslationContext {
  return {
    model: describeModel(settings.model),
    id: `${prefix}playground`,
    created: CREATED,
    options: {
      strictOpenAICompliance: !settings.contentBlocks,
      thinkTags: settings.thinkTags,
      reasoningRatios: DEFAULT_REASONING_RATIOS,
    },
  }
}

/** What an answer's translation remembers of a plain request: no tool of it has another name on Bedrock. */
export function toChatContext(settings: AnswerSettings, context: TranslationContext): ResponseContext {
  const { responseContext } = toConverseRequest(
    {
      model: settings.model,
      messages: [{ role: 'user', content: 'Hello' }],
      stream: true,
      stream_options: { include_usage: settings.includeUsage },
    },
    context,
  )
  return responseContext
}

export function toResponsesContext(settings: AnswerSettings, context: TranslationContext): ResponsesContext {
  return toResponsesConverseRequest({ model: settings.model, input: 'Hello' }, context).responseContext
}

export function toMessagesContext(
  settings: AnswerSettings,
  context: TranslationContext,
): MessagesResponseContext {
  const { responseContext } = toMessagesConverseRequest(
    { model: settings.model, max_tokens: 1024, messages: [{ role: 'user', content: 'Hello' }] },
    context,
  )
  return { ...responseContext, thinking: true }
}
