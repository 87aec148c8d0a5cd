import { bedrock, register } from '@patchbay/sdk'
import OpenAI from 'openai'

import { measure } from '../measure.ts'
import { CREDENTIALS, UPSTREAM } from '../shape.ts'
import { chatCompletions } from './openai-client.ts'

const client = new OpenAI({ apiKey: 'unused' })
register(client, bedrock({ region: 'us-east-1', endpoint: UPSTREAM, credentials: CREDENTIALS }))
await measure(chatCompletions(client))
