import { bedrock, gateway, register } from '@patchbay/sdk'
import { createBedrockServer, createGatewayServer, trap } from '@patchbay/testing'
import OpenAI from 'openai'
import { expect, it } from 'vitest'

const model = 'us.amazon.nova-lite-v1:0'

it('serves 200 concurrent calls on two clients with two routes without crosstalk', async () => {
  await using provider = await trap()
  await using server = await createBedrockServer()
  await using other = await createGatewayServer()
  const local = register(
    new OpenAI({ apiKey: 'sk-of-the-local-client', baseURL: `${provider.url}/v1`, maxRetries: 0 }),
    bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials }),
  )
  const routed = register(
    new OpenAI({ apiKey: 'sk-of-the-routed-client', baseURL: `${provider.url}/v1`, maxRetries: 0 }),
    gateway({ baseURL: `${other.url}/v1`, apiKey: 'key-of-the-gateway' }),
  )

  const answers = await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const client = index % 2 === 0 ? local : routed
      const messages = [{ role: 'user' as const, content: `Say exactly: call-${index}-end` }]
      const headers = { 'x-call': `${index}` }
      if (index % 4 < 2) {
        const answer = await client.chat.completions.create({ model, messages }, { headers })
        return answer.choices[0]?.message.content
      }
      let text = ''
      for await (const chunk of await client.chat.completions.create(
        { model, messages, stream: true },
        { headers },
      )) {
        text += chunk.choices[0]?.delta.content ?? ''
      }
      return text
    }),
  )

  answers.forEach((text, index) => expect(text).toContain(`call-${index}-end`))
  expect(server.requests).toHaveLength(100)
  expect(other.requests).toHaveLength(100)
  const heard = (requests: readonly { rawHeaders: readonly string[]; body: Uint8Array }[]) =>
    requests
      .map(({ rawHeaders, body }) => `${rawHeaders.join('\n')}\n${Buffer.from(body).toString()}`)
      .join('\n')
  const bedrockHeard = heard(server.requests)
  const gatewayHeard = heard(other.requests)
  for (const secret of [
    'sk-of-the-local-client',
    'sk-of-the-routed-client',
    'key-of-the-gateway',
    'x-call',
  ]) {
    expect(bedrockHeard).not.toContain(secret)
  }
  for (const secret of [
    'sk-of-the-local-client',
    'sk-of-the-routed-client',
    server.credentials.accessKeyId,
  ]) {
    expect(gatewayHeard).not.toContain(secret)
  }
  for (const request of other.requests) {
    const call = request.headers['x-call']
    expect(Buffer.from(request.body).toString()).toContain(`call-${call}-end`)
    expect(request.headers['authorization']).toBe('Bearer key-of-the-gateway')
  }
  expect(provider.requests).toEqual([])
  expect(provider.connectionCount).toBe(0)
})
