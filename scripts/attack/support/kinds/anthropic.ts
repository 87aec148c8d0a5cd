import Anthropic from '@anthropic-ai/sdk'
import { register } from '@patchbay/sdk'

import { CALLER_KEY, CLAUDE, type ClientKind, joined, QUESTION } from './kind.ts'

const question = { model: CLAUDE, max_tokens: 100, messages: [{ role: 'user' as const, content: QUESTION }] }

/** Anthropic's client. */
export const ANTHROPIC_KINDS: readonly ClientKind[] = [
  {
    name: 'Anthropic',
    protocol: 'anthropic',
    make({ provider, retries }) {
      const client = new Anthropic({ apiKey: CALLER_KEY, baseURL: provider, maxRetries: retries })
      return {
        client,
        route: (route) => void register(client, route),
        plain: async () =>
          (await client.messages.create(question)).content
            .map((block) => (block.type === 'text' ? block.text : ''))
            .join(''),
        stream: async () =>
          joined(await client.messages.create({ ...question, stream: true }), (event) =>
            event.type === 'content_block_delta' && event.delta.type === 'text_delta' ? event.delta.text : '',
          ),
      }
    },
  },
]
