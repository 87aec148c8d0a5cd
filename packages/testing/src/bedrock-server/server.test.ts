import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createBedrockServer, type BedrockServer } from './server.ts'

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
let server: BedrockServer
let client: BedrockRuntimeClient

beforeAll(async () => {
  server = await createBedrockServer()
  client = new BedrockRuntimeClient({
    region: server.region,
    endpoint: server.url,
    credentials: server.credentials,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler(),
  })
})
beforeEach(() => server.reset())
afterAll(async () => {
  client.destroy()
  await server.close()
})

const hello = {
  modelId: MODEL,
  messages: [{ role: 'user' as const, content: [{ text: 'What is 12 + 30?' }] }],
}

describe('with the AWS SDK', () => {
  it('answers Converse', async () => {
    const answer = await client.send(new ConverseCommand(hello))
    expect(answer.output?.message?.content).toEqual([{ text: '12 + 30 is 42.' }])
    expect(answer.stopReason).toBe('end_turn')
    expect(server.requests[0]).toMatchObject({
      operation: 'Converse',
      modelId: MODEL,
      authentication: { kind: 'sigv4', region: 'us-east-1', service: 'bedrock' },
    })
  })

  it('streams ConverseStream in the order of the service', async () => {
    const answer = await client.send(new ConverseStreamCommand(hello))
    const events: string[] = []
    let text = ''
    for await (const event of answer.stream ?? []) {
      events.push(Object.keys(event)[0] ?? '')
      text += event.contentBlockDelta?.delta?.text ?? ''
    }
    expect(text).toBe('12 + 30 is 42.')
    expect(events).toEqual([
      'messageStart',
      'contentBlockDelta',
      'contentBlockDelta',
      'contentBlockStop',
      'messageStop',
      'metadata',
    ])
  })

  it('refuses with the SDK exception', async () => {
    const twice = { ...hello, messages: [...hello.messages, ...hello.messages] }
    const failure = client.send(new ConverseCommand(twice))
    await expect(failure).rejects.toBeInstanceOf(ValidationException)
    await expect(failure).rejects.toThrow('must alternate between user and assistant roles')
  })

  it('knows a bearer token, and refuses strangers', async () => {
    const common = {
      region: server.region,
      endpoint: server.url,
      maxAttempts: 1,
      requestHandler: new NodeHttpHandler(),
    }
    const bearer = new BedrockRuntimeClient({
      ...common,
      token: { token: server.bearerToken },
      authSchemePreference: ['httpBearerAuth'],
    })
    await bearer.send(new ConverseCommand(hello))
    expect(server.requests[0]?.authentication).toEqual({ kind: 'bearer', token: server.bearerToken })
    const stranger = new BedrockRuntimeClient({
      ...common,
      credentials: { accessKeyId: 'AKIDX', secretAccessKey: 'x' },
    })
    await expect(stranger.send(new ConverseCommand(hello))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
      $metadata: { httpStatusCode: 403 },
    })
  })

  it('embeds through InvokeModel', async () => {
    const body = JSON.stringify({ inputText: 'Hello', dimensions: 256 })
    const answer = await client.send(
      new InvokeModelCommand({ modelId: 'amazon.titan-embed-text-v2:0', body }),
    )
    expect(JSON.parse(answer.body.transformToString())).toMatchObject({ inputTextTokenCount: 2 })
  })

  it('throttles in mid-stream', async () => {
    server.enqueue({
      stream: { exceptionAfter: { deltas: 1, type: 'throttlingException', message: 'Slow down' } },
    })
    const answer = await client.send(new ConverseStreamCommand(hello))
    const seen: string[] = []
    const reading = (async () => {
      for await (const event of answer.stream ?? []) seen.push(Object.keys(event)[0] ?? '')
    })()
    await expect(reading).rejects.toBeInstanceOf(ThrottlingException)
    expect(seen).toEqual(['messageStart', 'contentBlockDelta'])
  })
})
