// A LangChain chain through a Javelin gateway: the one line is `register(new ChatOpenAI(...), 'sampleroute1')`.
//
//   node --conditions=@patchbay/source examples/langchain.ts
//
// A gateway on loopback answers here. In an application set JAVELIN_BASE_URL and JAVELIN_API_KEY to your own.
import { StringOutputParser } from '@langchain/core/output_parsers'
import { ChatPromptTemplate } from '@langchain/core/prompts'
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai'
import { configure, javelin, register, registrationOf, unregister } from '@patchbay/sdk'
import { createGatewayServer } from '@patchbay/testing'

const server = await createGatewayServer({ expect: { 'x-javelin-apikey': true, 'x-javelin-route': true } })
configure({ gateway: javelin({ baseURL: server.url, apiKey: 'javelin-key' }) })

try {
  const llm = register(new ChatOpenAI({ model: 'gpt-4o', apiKey: 'sk-provider' }), 'sampleroute1')
  console.log('Registered on', registrationOf(llm)?.route)

  const prompt = ChatPromptTemplate.fromMessages([
    ['system', 'You are a helpful assistant.'],
    ['user', '{input}'],
  ])
  const chain = prompt.pipe(llm).pipe(new StringOutputParser())

  console.log('\nOne answer:')
  console.log('  ', await chain.invoke({ input: 'What is the chemical composition of water?' }))

  console.log('\nThe same, streamed:')
  const pieces: string[] = []
  for await (const piece of await chain.stream({ input: 'Name the primary colors.' })) pieces.push(piece)
  console.log('  ', pieces.filter((piece) => piece !== '').join('|'))

  console.log('\nA batch:')
  for (const answer of await chain.batch([{ input: 'Good morning!' }, { input: 'Good night!' }])) {
    console.log('  ', answer)
  }

  console.log('\nEmbeddings:')
  const embeddings = register(
    new OpenAIEmbeddings({ model: 'text-embedding-3-small', apiKey: 'sk-provider' }),
    'embeddings-route',
  )
  const vectors = await embeddings.embedDocuments(['water', 'fire'])
  console.log('  ', vectors.map((vector) => `${vector.length} dimensions`).join(', '))

  console.log('\nWhat the gateway received:')
  for (const { method, path, headers } of server.requests) {
    console.log(`   ${method} ${path}`)
    console.log(
      `      x-javelin-route: ${headers['x-javelin-route']}, x-javelin-model: ${headers['x-javelin-model']}`,
    )
  }

  unregister(llm)
  console.log('\nAfter unregister:', registrationOf(llm) ?? 'the model is what it was')
} finally {
  configure(null)
  await server.close()
}
