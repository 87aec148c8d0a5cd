import type { CommandOptions } from '../command.ts'

/** The options of `patchbay explain`. */
export const EXPLAIN_OPTIONS = {
  endpoint: {
    type: 'string',
    value: 'path',
    description:
      'what the request is for: /responses, /messages, /embeddings, /converse, ... (default: /chat/completions)',
  },
  model: { type: 'string', value: 'name', description: "the model, in place of the request's own" },
  prompt: { type: 'string', value: 'text', description: 'a chat with this text, where there is no file' },
  header: {
    type: 'string',
    value: 'name: value',
    multiple: true,
    description: 'a further header of the request; may be given several times',
  },
} as const satisfies CommandOptions
