// Any gateway that serves OpenAI's API, for example LiteLLM: its base URL, its key, and whatever headers it reads.
//
//   node --conditions=@patchbay/source examples/custom-gateway.ts
//
// A gateway on loopback answers here. PATCHBAY_GATEWAY and PATCHBAY_GATEWAY_API_KEY do the same without any code.
import { configure, gateway, register, registrationOf } from '@patchbay/sdk'
import { createGatewayServer } from '@patchbay/testing'
import OpenAI, { APIConnectionError } from 'openai'

const server = await createGatewayServer({
  expect: { authorization: 'Bearer sk-litellm', 'x-team': 'search' },
})
const litellm = gateway({
  baseURL: `${server.url}/v1`,
  apiKey: 'sk-litellm',
  headers: { 'x-team': 'search' },
  models: { 'gpt-4o': 'bedrock/claude-sonnet' },
})
configure({ routes: { litellm }, gateway: litellm, requireGateway: true })

try {
  const client = register(new OpenAI({ apiKey: 'sk-provider', maxRetries: 0 }))
  console.log('Registered on', registrationOf(client)?.route)

  const answer = await client.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'What is 19 + 23?' }],
  })
  console.log('  ', answer.choices[0]?.message.content)

  const { data } = await client.embeddings.create({ model: 'text-embedding-3-small', input: 'a patch bay' })
  console.log('  ', data[0]?.embedding.length, 'dimensions')

  console.log('\nWhat the gateway received:')
  for (const { method, path, json, headers } of server.requests) {
    const model = typeof json === 'object' && json !== null && 'model' in json ? json.model : '(none)'
    const key = headers['authorization']?.includes('sk-provider') === true ? 'the caller’s' : 'its own'
    console.log(`   ${method} ${path}  model ${String(model)}, key: ${key}`)
  }

  console.log('\nAnd when the gateway is gone, nothing goes anywhere else:')
  await server.close()
  await client.models.list().then(
    () => Promise.reject(new Error('that should have failed')),
    (error: unknown) => {
      if (!(error instanceof APIConnectionError)) throw error
      console.log(`   ${error.constructor.name}: ${error.message}`)
    },
  )
} finally {
  configure(null)
  await server.close()
}
