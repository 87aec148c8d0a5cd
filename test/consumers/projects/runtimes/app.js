import { register } from '@patchbay/sdk'
import OpenAI from 'openai'

import { ask, routeFrom } from './chat.js'

const client = register(new OpenAI({ apiKey: 'unused' }), routeFrom(process.env))
console.log(await ask(client, 'What is 12 + 30?'))
