// A BedrockRuntimeClient through a Javelin gateway: one line more than without.
//
//   node --conditions=@patchbay/source examples/bedrock.ts
//
// Everything runs on loopback: a gateway that hands requests on to the provider its header names, and a strict Bedrock
// that checks the signature. With your own gateway, set JAVELIN_BASE_URL and JAVELIN_API_KEY and leave both out.
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

import { BedrockRuntimeClient, InvokeModelWithResponseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import { javelin, register } from '@patchbay/sdk'
import { createBedrockServer } from '@patchbay/testing'

const provider = await createBedrockServer()
const seen: string[] = []
const gateway = createServer((incoming, outgoing) => {
  const target = new URL(String(incoming.headers['x-javelin-provider']))
  const headers = { ...incoming.headers, host: target.host }
  seen.push(`${incoming.method} ${incoming.url}`)
  for (const name of ['x-javelin-route', 'x-javelin-model', 'x-javelin-provider']) {
    seen.push(`   ${name}: ${String(incoming.headers[name])}`)
  }
  const path = String(incoming.url).replace('/v1', '')
  const onward = request(target, { path, method: incoming.method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  incoming.pipe(onward)
})
await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
const baseURL = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`

const client = register(
  new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: provider.url,
    credentials: provider.credentials,
  }),
  javelin({ baseURL, apiKey: 'a-key-of-your-gateway' }),
)

try {
  const answer = await client.send(
    new InvokeModelWithResponseStreamCommand({
      modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
      contentType: 'application/json',
      body: JSON.stringify({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 1000,
        messages: [{ role: 'user', content: 'What is machine learning?' }],
      }),
    }),
  )
  for await (const item of answer.body ?? []) {
    const event: unknown = JSON.parse(new TextDecoder().decode(item.chunk?.bytes))
    console.log(JSON.stringify(event))
  }
  console.log(`\nThe gateway saw:\n${seen.join('\n')}`)
  console.log(
    `\nThe provider accepted the signature of ${JSON.stringify(provider.requests[0]?.authentication)}`,
  )
} finally {
  client.destroy()
  gateway.close()
  gateway.closeAllConnections()
  await provider.close()
}
