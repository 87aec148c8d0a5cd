// LlamaIndex.TS takes a session, which is an `openai` client: give it a registered one.
//
//   node --conditions=@patchbay/source examples/llamaindex.ts
//
// A gateway on loopback answers here. In an application set JAVELIN_BASE_URL and JAVELIN_API_KEY to your own.
import { OpenAI as LlamaIndexOpenAI, OpenAIEmbedding } from '@llamaindex/openai'
import { createFetch, javelin, register } from '@patchbay/sdk'
import { createGatewayServer } from '@patchbay/testing'
import OpenAI from 'openai'

const server = await createGatewayServer({ expect: { 'x-javelin-apikey': 'javelin-key' } })
const route = javelin({ baseURL: server.url, apiKey: 'javelin-key', route: 'sampleroute1' })

try {
  const session = register(new OpenAI({ apiKey: 'sk-provider' }), route)
  // LlamaIndex names the client class of its own copy of openai; any supported version will do.
  const llm = new LlamaIndexOpenAI({ model: 'gpt-4o', session: session as never })

  console.log('One answer:')
  const { message } = await llm.chat({ messages: [{ role: 'user', content: 'What is a patch bay?' }] })
  console.log('  ', message.content)

  console.log('\nStreamed:')
  const stream = await llm.chat({
    messages: [{ role: 'user', content: 'Say exactly: one two three four' }],
    stream: true,
  })
  const pieces: string[] = []
  for await (const { delta } of stream) pieces.push(delta)
  console.log('  ', pieces.filter((piece) => piece !== '').join('|'))

  console.log('\nEmbeddings, by createFetch:')
  const embedding = new OpenAIEmbedding({
    model: 'text-embedding-3-small',
    apiKey: 'sk-provider',
    additionalSessionOptions: { fetch: createFetch(route) },
  })
  console.log('  ', (await embedding.getTextEmbedding('a patch bay')).length, 'dimensions')

  console.log('\nWhat the gateway received:')
  for (const { method, path, headers } of server.requests) {
    console.log(`   ${method} ${path}  model ${headers['x-javelin-model']}`)
  }
} finally {
  await server.close()
}
