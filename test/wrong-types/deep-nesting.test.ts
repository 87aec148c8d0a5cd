import { BedrockRuntimeClient, ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { bedrock, createFetch, openai, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const NOVA = 'us.amazon.nova-pro-v1:0'
const MESSAGES = '"messages":[{"role":"user","content":"a"}]'
const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

let server: BedrockServer
beforeAll(async () => {
  server = await createBedrockServer()
})
afterAll(() => server.close())

describe.each([5000, 100_000])('a value nested %d levels deep', (levels) => {
  const deep = nested(levels)

  it.each([
    ['/chat/completions', `{"model":"${NOVA}",${MESSAGES},"metadata":${deep}}`],
    ['/chat/completions', `{"model":"${NOVA}","messages":[{"role":"user","content":${deep}}]}`],
    [
      '/responses',
      `{"model":"${NOVA}","input":"a","tools":[{"type":"function","name":"f","parameters":${deep}}]}`,
    ],
    ['/completions', `{"model":"${NOVA}","prompt":"a","logit_bias":${deep}}`],
    ['/embeddings', `{"model":"amazon.titan-embed-text-v2:0","input":${deep}}`],
    ['/images/generations', `{"model":"amazon.nova-canvas-v1:0","prompt":"a","x":${deep}}`],
    [
      '/messages',
      `{"model":"${NOVA}","max_tokens":5,${MESSAGES},"tools":[{"name":"f","input_schema":${deep}}]}`,
    ],
    [
      '/messages/count_tokens',
      `{"model":"${NOVA}",${MESSAGES},"tools":[{"name":"f","input_schema":${deep}}]}`,
    ],
  ])('is a 400 of %s', async (endpoint, body) => {
    const fetch = createFetch(
      bedrock({ region: server.region, endpoint: server.url, credentials: server.credentials }),
    )
    const headers = { 'content-type': 'application/json' }
    const { status } = await fetch(`https://api.openai.com/v1${endpoint}`, { method: 'POST', headers, body })
    expect(status).toBe(400)
    expect(server.requests).toEqual([])
  })

  it('is a ValidationException of commands on openai()', async () => {
    const client = register(
      new BedrockRuntimeClient({
        region: 'us-east-1',
        maxAttempts: 1,
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      }),
      openai({ baseURL: 'http://127.0.0.1:9/v1', apiKey: 'key', allowInsecure: true } as never),
    )
    const user = { role: 'user' as const, content: [{ text: 'a' }] }
    const jsonSchema = { schema: deep }
    for (const command of [
      new ConverseCommand({ modelId: 'm', messages: [user], additionalModelRequestFields: JSON.parse(deep) }),
      new ConverseCommand({
        modelId: 'm',
        messages: [user],
        outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema } } },
      }),
      new InvokeModelCommand({ modelId: NOVA, body: `{"messages":[{"role":"user","content":[${deep}]}]}` }),
      new InvokeModelCommand({ modelId: 'openai.gpt-oss-20b-1:0', body: `{${MESSAGES},"x":${deep}}` }),
    ])
      await expect(client.send(command as never)).rejects.toMatchObject({ name: 'ValidationException' })
  })
})
