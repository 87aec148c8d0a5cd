import OpenAI from 'openai'

import type { Contestant } from '../contestant.ts'
import { chatCompletions } from './support/chat-completions.ts'

/** No Patchbay and no translation: what the `openai` client costs by itself, against an OpenAI-compatible server. */
const contestant: Contestant = (baseURL, prompt) =>
  chatCompletions(new OpenAI({ apiKey: 'unused', baseURL: `${baseURL}/v1` }), prompt)
export default contestant
