import { createFetch, register } from '@patchbay/sdk'
import OpenAI from 'openai'

import { ask, routeFrom } from './chat.js'

export default {
  async fetch(request, env) {
    const route = routeFrom(env)
    // Without a client: the same transport as a plain `fetch`. The host is a placeholder, the route decides.
    if (new URL(request.url).pathname === '/v1/chat/completions')
      return createFetch(route)(new Request('https://api.openai.com/v1/chat/completions', request))
    const client = register(new OpenAI({ apiKey: 'unused' }), route)
    return new Response(await ask(client, await request.text()))
  },
}
