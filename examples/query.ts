// A route of a Javelin gateway, asked directly: no client, one POST to /v1/query/{route}.
//
//   node --conditions=@patchbay/source examples/query.ts
//
// A gateway on loopback answers here. In an application set JAVELIN_BASE_URL and JAVELIN_API_KEY to your own.
import { configure, javelin, PatchbayRequestError, query } from '@patchbay/sdk'
import { createGatewayServer } from '@patchbay/testing'

interface Completion {
  readonly choices: readonly { readonly message: { readonly content: string } }[]
}

interface Chunk {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[]
}

const server = await createGatewayServer({ expect: { 'x-javelin-apikey': 'javelin-key' } })
configure({ gateway: javelin({ baseURL: server.url, apiKey: 'javelin-key' }) })

const body = {
  messages: [
    { role: 'system', content: 'Hello, you are a helpful scientific assistant.' },
    { role: 'user', content: 'What is the chemical composition of sugar?' },
  ],
  temperature: 0.8,
}

try {
  console.log('One answer:')
  const answer = await query<Completion>('sampleroute1', body)
  console.log('  ', answer.choices[0]?.message.content)

  console.log('\nStreamed:')
  const pieces: string[] = []
  for await (const chunk of query<Chunk>('sampleroute1', { ...body, stream: true })) {
    pieces.push(chunk.choices[0]?.delta.content ?? '')
  }
  console.log('  ', pieces.filter((piece) => piece !== '').join('|'))

  console.log('\nA refusal:')
  server.enqueue({
    status: 429,
    json: { error: { code: '429', message: 'The budget of this route is used up' } },
  })
  try {
    await query('sampleroute1', body)
    throw new Error('the gateway should have refused that')
  } catch (error) {
    if (!(error instanceof PatchbayRequestError)) throw error
    console.log(`   ${error.name}: ${error.message} (status ${error.status})`)
  }

  console.log('\nWhat the gateway received:')
  for (const { method, path } of server.requests) console.log(`   ${method} ${path}`)
} finally {
  configure(null)
  await server.close()
}
