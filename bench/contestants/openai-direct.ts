import OpenAI from 'openai'

import { measure } from '../measure.ts'
import { UPSTREAM } from '../shape.ts'
import { chatCompletions } from './openai-client.ts'

// No Patchbay and no translation: what the `openai` client costs by itself.
await measure(chatCompletions(new OpenAI({ apiKey: 'unused', baseURL: `${UPSTREAM}/v1` })))
