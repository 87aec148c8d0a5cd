import { register } from '@patchbay/sdk'
import OpenAI from 'openai'

import { ask, routeFrom } from './chat.js'

// `deno run explicit.js '{"GATEWAY_URL": "..."}'`: nothing is read from the environment, so no permission for it is needed.
const settings = JSON.parse(Deno.args[0])
// What `openai` would else look up in the environment.
const openai = new OpenAI({
  apiKey: 'unused',
  baseURL: 'http://127.0.0.1/v1',
  organization: null,
  project: null,
  webhookSecret: null,
  adminAPIKey: null,
  logLevel: 'warn',
})
console.log(await ask(register(openai, routeFrom(settings)), 'What is 12 + 30?'))
