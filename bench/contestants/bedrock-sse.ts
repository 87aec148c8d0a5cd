import { createFetch } from '@patchbay/sdk'
import OpenAI from 'openai'

import type { Contestant } from '../contestant.ts'
import { bedrockRoute } from './support/bedrock-route.ts'
import { chatCompletions } from './support/chat-completions.ts'

/** The client decodes server-sent events: it knows of no route, only of a `fetch`. */
const contestant: Contestant = (baseURL, prompt) =>
  chatCompletions(new OpenAI({ apiKey: 'unused', fetch: createFetch(bedrockRoute(baseURL)) }), prompt)
export default contestant
