// The application whose size is measured: a plain and a streamed chat on Amazon Bedrock, or with `gateway` as the second argument
// through a gateway. Prints the files of its bundle that were loaded, as JSON. The bundle of @patchbay/sdk stands in the folder
// that is the first argument.
import { recordLoads } from './record-loads.mjs'

const [folder, of] = process.argv.slice(2)
const { base, loaded } = recordLoads(folder)

const { createBedrockServer, createGatewayServer, TEST_BEARER_TOKEN } =
  await import('../../packages/testing/dist/index.js')
const { default: OpenAI } = await import('openai')
const { bedrock, gateway, register } = await import(`${base}app.js`)

const server = await (of === 'gateway' ? createGatewayServer() : createBedrockServer())
try {
  const client = register(
    new OpenAI({ apiKey: 'unused' }),
    of === 'gateway'
      ? gateway({ baseURL: `${server.url}/v1`, apiKey: 'k' })
      : bedrock({ region: 'us-east-1', endpoint: server.url, apiKey: TEST_BEARER_TOKEN }),
  )
  const request = {
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    messages: [{ role: 'user', content: 'Hello.' }],
  }
  await client.chat.completions.create(request)
  await Array.fromAsync(await client.chat.completions.create({ ...request, stream: true }))
} finally {
  await server.close()
}
console.log(JSON.stringify(loaded))
