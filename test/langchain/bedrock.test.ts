import type { AIMessageChunk } from '@langchain/core/messages'
import { bedrock } from '@patchbay/bedrock-backend'
import { register, unregister } from '@patchbay/langchain'
import { type BedrockServer, createBedrockServer, trap as createTrap, type Trap } from '@patchbay/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { versions } from './support/versions.ts'

let server: BedrockServer
let trap: Trap

beforeAll(async () => {
  server = await createBedrockServer()
  trap = await createTrap()
})
afterAll(async () => {
  await server.close()
  await trap.close()
})
beforeEach(() => server.reset())
afterEach(() => {
  if (trap.connectionCount > 0) throw new Error('the provider was reached')
})

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'

const toBedrock = (options: { strict?: boolean } = {}) =>
  bedrock({
    region: server.region,
    endpoint: server.url,
    credentials: server.credentials,
    models: { 'gpt-4o': MODEL, deployed: MODEL },
    ...options,
  })

/** All chunks as one, in the way that LangChain adds them up. */
async function collect(stream: AsyncIterable<AIMessageChunk>) {
  let whole: AIMessageChunk | undefined
  let count = 0
  for await (const chunk of stream) {
    whole = whole?.concat(chunk) ?? chunk
    count += 1
  }
  if (whole === undefined) throw new Error('the stream was empty')
  return { whole, count }
}

describe.each(versions)('$name', ({ openai, tool, ChatPromptTemplate, StringOutputParser }) => {
  const chat = (fields: object = {}) =>
    new openai.ChatOpenAI({
      model: 'gpt-4o',
      apiKey: 'unused',
      maxRetries: 0,
      configuration: { baseURL: `${trap.url}/v1` },
      ...fields,
    })
  const getWeather = tool(async ({ city }: { city: string }) => `sun in ${city}`, {
    name: 'get_weather',
    description: 'The weather of a city',
    schema: z.object({ city: z.string() }),
  })

  it('invokes, and counts tokens', async () => {
    server.enqueue({ text: 'Hello.', usage: { inputTokens: 5, outputTokens: 2, totalTokens: 7 } })
    const reply = await register(chat(), toBedrock()).invoke('hi')
    expect(reply.content).toBe('Hello.')
    expect(reply.usage_metadata).toMatchObject({ input_tokens: 5, output_tokens: 2, total_tokens: 7 })
    expect(reply.response_metadata).toMatchObject({ finish_reason: 'stop' })
    expect(server.requests[0]?.path).toContain(encodeURIComponent(MODEL))
  })

  it('streams, with usage at the end', async () => {
    server.enqueue({ text: 'One, two, three, four, five.' })
    const { whole, count } = await collect(await register(chat(), toBedrock()).stream('count'))
    expect(count).toBeGreaterThan(2)
    expect(whole.content).toBe('One, two, three, four, five.')
    expect(whole.usage_metadata).toMatchObject({ output_tokens: expect.any(Number) as number })
    expect(whole.response_metadata).toMatchObject({ finish_reason: 'stop' })
  })

  it('runs batches and chains', async () => {
    server.reply({ text: 'Yes.' })
    const chain = ChatPromptTemplate.fromMessages([
      ['system', 'Answer with yes or no.'],
      ['user', '{input}'],
    ])
      .pipe(register(chat(), toBedrock()))
      .pipe(new StringOutputParser())
    expect(await chain.batch([{ input: 'a' }, { input: 'b' }])).toEqual(['Yes.', 'Yes.'])
    expect(server.requests).toHaveLength(2)
  })

  it('calls tools, there and back, plain and streamed', async () => {
    const model = register(chat(), toBedrock()).bindTools([getWeather])
    const first = await model.invoke('What is the weather in Oslo?')
    expect(first.tool_calls).toMatchObject([{ name: 'get_weather', args: { city: 'Oslo' } }])
    const [call] = first.tool_calls ?? []
    if (call === undefined) throw new Error('no tool call')
    const result = await getWeather.invoke(call as never)
    server.enqueue({ text: 'It is sunny in Oslo.' })
    const last = await model.invoke([
      { role: 'user', content: 'What is the weather in Oslo?' },
      first,
      result,
    ])
    expect(last.content).toBe('It is sunny in Oslo.')
    const { whole } = await collect(await model.stream('What is the weather in Oslo?'))
    expect(whole.tool_calls).toMatchObject([{ args: { city: 'Oslo' } }])
  })

  it.each(['functionCalling', 'jsonSchema'] as const)('makes structured output by %s', async (method) => {
    const schema = z.object({ city: z.string(), degrees: z.number() })
    const model = register(chat(), toBedrock()).withStructuredOutput(schema, { method, name: 'weather' })
    const answer = await model.invoke('The weather in Oslo, please.')
    expect(schema.safeParse(answer).success).toBe(true)
  })

  it('serves an Azure deployment by its alias', async () => {
    server.enqueue({ text: 'From Bedrock.' })
    const model = new openai.AzureChatOpenAI({
      azureOpenAIApiKey: 'unused',
      azureOpenAIApiVersion: '2024-10-21',
      azureOpenAIApiDeploymentName: 'deployed',
      azureOpenAIBasePath: `${trap.url}/openai/deployments`,
      maxRetries: 0,
    })
    const reply = await register(model, toBedrock())
      .withConfig({ stop: ['x'] })
      .invoke('hi')
    expect(reply.content).toBe('From Bedrock.')
  })

  it('says when to try again where Bedrock throttles: LangChain 1.x does so only then', async () => {
    server.enqueue({ error: { type: 'ThrottlingException', message: 'Too many requests' } })
    const plain: unknown = await register(chat(), toBedrock())
      .invoke('hi')
      .catch((reason: unknown) => reason)
    expect((plain as Error).constructor.name).toBe('RateLimitError')
    const wait = Number((plain as { headers: Headers }).headers.get('retry-after'))
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThan(60)
  })

  it("turns Bedrock's refusals into LangChain's errors", async () => {
    server.enqueue({
      error: { type: 'ValidationException', message: 'Input is too long for requested model.' },
    })
    const error: unknown = await register(chat(), toBedrock())
      .invoke('hi')
      .catch((reason: unknown) => reason)
    expect((error as Error).message).toContain('too long')
    await expect(register(chat({ model: 'no-such-model' }), toBedrock()).invoke('hi')).rejects.toMatchObject({
      status: 404,
      lc_error_code: 'MODEL_NOT_FOUND',
    })
  })

  it('fails in the middle of a stream', async () => {
    const exceptionAfter = { deltas: 2, type: 'modelStreamErrorException', message: 'the model broke' }
    server.enqueue({ text: 'A text of several deltas, long enough.', stream: { exceptionAfter } })
    const texts: string[] = []
    const read = async () => {
      for await (const chunk of await register(chat(), toBedrock()).stream('x')) texts.push(chunk.text)
    }
    await expect(read()).rejects.toThrow('the model broke')
    expect(texts.join('')).not.toBe('')
  })

  it('sends nothing to Bedrock any more after unregister', async () => {
    const model = register(chat({ configuration: { baseURL: 'http://127.0.0.1:1/v1' } }), toBedrock())
    const bound = model.bindTools([getWeather])
    unregister(model)
    await expect(model.invoke('x')).rejects.toThrow('Connection error.')
    await expect(bound.invoke('x')).rejects.toThrow('Connection error.')
    expect(server.requests).toHaveLength(0)
  })
})
