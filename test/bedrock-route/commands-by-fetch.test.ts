import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock'
import { bedrock, createFetch, fallback, gateway, type HookEvent, type Route } from '@patchbay/sdk'
import { createBedrockServer, createGatewayServer, type BedrockServer } from '@patchbay/testing'
import { APICallError, embed, generateText, streamText } from 'ai'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

let aws: BedrockServer
beforeAll(async () => {
  aws = await createBedrockServer()
})
afterEach(() => aws.reset())
afterAll(() => aws.close())

const local = (options: Parameters<typeof bedrock>[0] = {}): Route =>
  bedrock({ region: aws.region, endpoint: aws.url, credentials: aws.credentials, ...options })

/** Its own keys and region are others than the route's: what reaches Bedrock is signed by the route. */
const provider = (route: Route, hooks: { onEnd?: (event: HookEvent) => void } = {}) =>
  createAmazonBedrock({
    region: 'eu-west-3',
    accessKeyId: 'AKIAOFTHEPROVIDER',
    secretAccessKey: 'of-the-provider',
    fetch: createFetch(route, { hooks }),
  })

it('serves a client that speaks Converse by a fetch, whole and streamed, signed by the route', async () => {
  const model = provider(local())(CLAUDE)
  const { text } = await generateText({ model, prompt: 'Say exactly: hello' })
  expect(text).toBe('hello')
  let streamed = ''
  for await (const part of streamText({ model, prompt: 'Say exactly: one two three' }).textStream)
    streamed += part
  expect(streamed).toBe('one two three')
  expect(aws.requests.map(({ operation, modelId }) => [operation, modelId])).toEqual([
    ['Converse', CLAUDE],
    ['ConverseStream', CLAUDE],
  ])
  for (const { authentication } of aws.requests)
    expect(authentication).toMatchObject({ accessKeyId: aws.credentials.accessKeyId, region: 'us-east-1' })
})

it('serves InvokeModel, too', async () => {
  const { embedding } = await embed({
    model: provider(local()).embedding('amazon.titan-embed-text-v2:0'),
    value: 'A text.',
  })
  expect(embedding).toHaveLength(1024)
})

it('names models by the table of the route', async () => {
  const { text } = await generateText({
    model: provider(local({ models: { chat: CLAUDE } }))('chat'),
    prompt: 'Say exactly: hello',
  })
  expect([text, aws.requests[0]?.modelId]).toEqual(['hello', CLAUDE])
})

it.each([
  ['ThrottlingException', 429, true],
  ['ValidationException', 400, false],
] as const)('reports a %s as the service does', async (type, statusCode, isRetryable) => {
  aws.reply(() => ({ error: { type, message: 'said by Bedrock' } }))
  const failure = await generateText({
    model: provider(local())(CLAUDE),
    prompt: 'hello',
    maxRetries: 0,
  }).catch((error: unknown) => error)
  expect(APICallError.isInstance(failure)).toBe(true)
  expect(failure).toMatchObject({ statusCode, message: 'said by Bedrock', isRetryable })
})

it('refuses a model that Converse does not have, and says what serves it', async () => {
  const failure = generateText({ model: provider(local())('openai.gpt-5.5'), prompt: 'hello', maxRetries: 0 })
  await expect(failure).rejects.toMatchObject({
    statusCode: 400,
    message: expect.stringMatching(/openai\.gpt-5\.5.*BedrockRuntimeClient/s) as string,
  })
  expect(aws.requests).toEqual([])
})

it('refuses a path that is no operation of a model, by a message that the client shows', async () => {
  const answer = await createFetch(local())(
    'https://bedrock-runtime.us-east-1.amazonaws.com/guardrail/x/apply',
    {
      method: 'POST',
      body: '{}',
    },
  )
  expect(answer.status).toBe(404)
})

it('takes over from a gateway, and tells the hooks', async () => {
  const server = await createGatewayServer()
  server.reply(() => ({ error: { status: 503, message: 'away' } }))
  const ends: HookEvent[] = []
  const route = fallback([gateway({ baseURL: server.url, apiKey: 'key' }), local()])
  const model = provider(route, { onEnd: (event) => void ends.push(event) })(CLAUDE)
  const { text } = await generateText({ model, prompt: 'Say exactly: hello', maxRetries: 0 })
  expect([text, server.requests.length, aws.requests.length]).toEqual(['hello', 1, 1])
  let streamed = ''
  for await (const part of streamText({ model, prompt: 'Say exactly: one two', maxRetries: 0 }).textStream)
    streamed += part
  expect(streamed).toBe('one two')
  expect(ends.map(({ outcome }) => outcome)).toEqual(['ok', 'ok'])
  await server.close()
})
