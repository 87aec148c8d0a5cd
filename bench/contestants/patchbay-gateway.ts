import { gateway, register } from '@patchbay/sdk'
import OpenAI from 'openai'

import { measure } from '../measure.ts'
import { UPSTREAM } from '../shape.ts'
import { chatCompletions } from './openai-client.ts'

const client = new OpenAI({ apiKey: 'unused' })
register(client, gateway({ baseURL: `${UPSTREAM}/v1`, apiKey: 'unused' }))
await measure(chatCompletions(client))
