/**
 * The types of chat completions, as far as Converse has a counterpart. Backends take liberties, so that nothing is asked for
 * here but what is read: content, calls and reasoning, of which there are many forms, are read by their own files.
 */
import type { Shape } from './read-shape.ts'

const MESSAGE: Shape = {
  members: {
    refusal: 'string',
    annotations: {
      list: {
        members: {
          type: 'string',
          url_citation: { members: { title: 'string', url: 'string' } },
        },
      },
    },
    content_blocks: {
      list: {
        members: {
          type: 'string',
          text: 'string',
          thinking: 'string',
          signature: 'string',
          data: 'string',
          id: 'string',
          delta: { members: {} },
        },
      },
    },
  },
}

/** A choice of a whole answer, or of a chunk. */
export const CHAT_CHOICE: Shape = {
  members: { message: MESSAGE, delta: MESSAGE, finish_reason: 'string' },
}

/** What an answer says of its tokens. */
export const CHAT_USAGE: Shape = {
  members: {
    prompt_tokens: 'number',
    completion_tokens: 'number',
    total_tokens: 'number',
    prompt_tokens_details: { members: { cached_tokens: 'number', cache_write_tokens: 'number' } },
  },
}

/** A whole answer or a chunk that is passed on as it is. */
export const CHAT_ANSWER: Shape = { members: { choices: { list: CHAT_CHOICE }, usage: CHAT_USAGE } }

/** Vectors, as numbers or in base64. */
export const EMBEDDINGS_ANSWER: Shape = {
  members: {
    data: {
      list: {
        members: { index: 'number', embedding: { either: ['string', { list: 'number' }] } },
      },
    },
    usage: { members: { prompt_tokens: 'number', total_tokens: 'number' } },
  },
}
