// The official `openai` client through a Javelin gateway: the one line is `register(client, 'sampleroute1')`.
//
//   node --conditions=@patchbay/source examples/openai.ts
//
// A gateway on loopback answers here. In an application set JAVELIN_BASE_URL and JAVELIN_API_KEY to your own.
import { configure, javelin, register, registrationOf, unregister } from '@patchbay/sdk'
import { createGatewayServer } from '@patchbay/testing'
import OpenAI, { AuthenticationError } from 'openai'

const server = await createGatewayServer({ expect: { 'x-javelin-apikey': 'javelin-key' } })
configure({ gateway: javelin({ baseURL: server.url, apiKey: 'javelin-key' }) })

try {
  const client = register(new OpenAI({ apiKey: 'sk-provider' }), 'sampleroute1')
  console.log('Registered on', registrationOf(client)?.route)

  console.log('\nOne answer:')
  const completion = await client.chat.completions.create({
    model: 'gpt-3.5-turbo',
    messages: [{ role: 'user', content: 'What is machine learning?' }],
  })
  console.log('  ', completion.choices[0]?.message.content)

  console.log('\nThe same, streamed:')
  const stream = await client.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'Say exactly: this is a test' }],
    stream: true,
  })
  const pieces: string[] = []
  for await (const chunk of stream) pieces.push(chunk.choices[0]?.delta.content ?? '')
  console.log('  ', pieces.filter((piece) => piece !== '').join('|'))

  console.log("\nA refusal of the gateway, as openai's own class:")
  server.enqueue({ status: 401, json: { error: { code: '401', message: 'That key is not known here' } } })
  try {
    await client.models.list()
    throw new Error('the gateway should have refused that')
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error
    console.log(`   ${error.constructor.name}: ${error.message}`)
  }

  console.log('\nWhat the gateway received:')
  for (const { method, path, headers } of server.requests) {
    const model = headers['x-javelin-model'] ?? '(none)'
    console.log(`   ${method} ${path}  route ${headers['x-javelin-route']}, model ${model}`)
  }

  unregister(client)
  console.log('\nAfter unregister:', registrationOf(client) ?? 'the client is what it was')
} finally {
  configure(null)
  await server.close()
}
