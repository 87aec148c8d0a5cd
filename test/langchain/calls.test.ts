import { configure, gateway, javelin } from '@patchbay/core'
import { register, registrationOf, unregister } from '@patchbay/langchain'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type RecordingServer, startServer, startTrap } from '../openai/support/recording-server.ts'
import { modelKinds, PROVIDER_KEY } from './support/models.ts'
import { answerLangChain } from './support/service.ts'
import { versions } from './support/versions.ts'

let server: RecordingServer
let trap: RecordingServer

beforeAll(async () => {
  server = await startServer(answerLangChain)
  trap = await startTrap()
})
afterAll(async () => {
  await server.close()
  await trap.close()
})
afterEach(() => {
  configure(null)
  if (trap.connections() > 0) throw new Error('the provider was reached')
  server.received.splice(0)
})

const originOf = (recording: RecordingServer) => new URL(recording.baseURL).origin
const paths = () => server.received.map(({ path }) => path)
const toGateway = () => gateway({ baseURL: server.baseURL, apiKey: 'key-of-the-gateway' })
const toJavelin = () => javelin({ baseURL: originOf(server), apiKey: 'jk', route: 'sampleroute1' })

const weather = z.object({ city: z.string().describe('The name of a city') })

describe.each(versions)('$name', (version) => {
  const { openai, tool, ChatPromptTemplate, StringOutputParser } = version
  const chat = (fields: object = {}) =>
    new openai.ChatOpenAI({
      model: 'm',
      apiKey: PROVIDER_KEY,
      maxRetries: 0,
      configuration: { baseURL: `${originOf(trap)}/v1` },
      ...fields,
    })
  const getWeather = tool(async ({ city }: { city: string }) => `sun in ${city}`, {
    name: 'get_weather',
    description: 'The weather of a city',
    schema: weather,
  })

  it.each(modelKinds(version))('sends to a gateway: $name', async ({ make, azure }) => {
    const { model, call } = make(originOf(trap))
    expect(register(model, toGateway())).toBe(model)
    expect(registrationOf(model)).toMatchObject({
      kind: 'langchain',
      route: { kind: 'gateway', name: 'gateway' },
    })
    await call('hello')
    const [request] = server.received
    expect(server.received).toHaveLength(1)
    expect(request?.headers).toMatchObject({ authorization: 'Bearer key-of-the-gateway' })
    expect(request?.headers).not.toHaveProperty('api-key')
    expect(JSON.stringify(request)).not.toContain(PROVIDER_KEY)
    expect(request?.path.includes('/deployments/deployed/')).toBe(azure)
  })

  it.each(modelKinds(version))('addresses Javelin as LangChain: $name', async ({ make, path, azure }) => {
    const { model, call } = make(originOf(trap))
    register(model, toJavelin())
    await call('hello')
    const [request] = server.received
    expect(request?.path.split('?')[0]).toBe(azure ? `/v1${path}` : path.replace('/v1/', '/v1/openai/'))
    expect(request?.headers).toMatchObject({
      'x-javelin-apikey': 'jk',
      'x-javelin-route': 'sampleroute1',
      'x-javelin-model': 'm',
      'x-javelin-provider': azure ? originOf(trap) : `${originOf(trap)}/v1`,
    })
  })

  it('takes the configured gateway when no route is given', async () => {
    configure({ gateway: toGateway() })
    const reply = await register(chat()).invoke('hello')
    expect(reply.content).toBe('echo hello')
  })

  it('works in a chain, from the prompt to the parser', async () => {
    const prompt = ChatPromptTemplate.fromMessages([
      ['system', 'You are a helpful assistant.'],
      ['user', '{input}'],
    ])
    const chain = prompt.pipe(register(chat(), toJavelin())).pipe(new StringOutputParser())
    expect(await chain.invoke({ input: 'water?' })).toBe('echo water?')
  })

  it('streams', async () => {
    const model = register(chat(), toGateway())
    let text = ''
    for await (const chunk of await model.stream('one two')) text += chunk.text
    expect(text).toBe('echo one two ')
  })

  it('streams from the Responses API', async () => {
    const model = register(chat({ useResponsesApi: true }), toGateway())
    let text = ''
    for await (const chunk of await model.stream('x')) text += chunk.text
    expect(text).toBe('echo respond')
    expect(paths()).toEqual(['/v1/responses'])
  })

  it('streams a completion', async () => {
    const fields = { apiKey: 'k', model: 'm', maxRetries: 0 }
    const model = register(
      new openai.OpenAI({ ...fields, configuration: { baseURL: `${originOf(trap)}/v1` } }),
      toGateway(),
    )
    let text = ''
    for await (const chunk of await model.stream('x')) text += chunk
    expect(text).toBe('echo x')
  })

  it('runs batches', async () => {
    const replies = await register(chat(), toGateway()).batch(['a', 'b', 'c'])
    expect(replies.map(({ content }) => content)).toEqual(['echo a', 'echo b', 'echo c'])
    expect(server.received).toHaveLength(3)
  })

  it('serves models made by bindTools', async () => {
    const bound = register(chat(), toGateway()).bindTools([getWeather])
    const reply = await bound.invoke('weather in Oslo?')
    expect(reply.tool_calls).toMatchObject([{ name: 'get_weather', args: { city: 'Oslo' } }])
    expect(await getWeather.invoke({ city: 'Oslo' })).toBe('sun in Oslo')
  })

  it.each(['functionCalling', 'jsonSchema'] as const)('serves withStructuredOutput by %s', async (method) => {
    const schema = method === 'functionCalling' ? weather : z.object({ answer: z.number() })
    const structured = register(chat({ model: 'gpt-4o' }), toGateway()).withStructuredOutput(schema, {
      method,
    })
    expect(await structured.invoke('x')).toEqual(
      method === 'functionCalling' ? { city: 'Oslo' } : { answer: 42 },
    )
    expect(server.received).toHaveLength(1)
  })

  it('serves models made by withConfig, of models made by withConfig', async () => {
    const model = register(chat(), toGateway())
      .withConfig({ stop: ['x'] })
      .withConfig({ seed: 1 })
    await model.invoke('a')
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({ seed: 1 })
  })

  it('serves models derived from an AzureChatOpenAI', async () => {
    const kind = modelKinds(version).find(({ name }) => name === 'AzureChatOpenAI')
    const { model } = kind?.make(originOf(trap)) ?? {}
    if (!(model instanceof openai.AzureChatOpenAI)) throw new Error('no such kind')
    const bound = register(model, toJavelin()).bindTools([getWeather])
    await bound.invoke('weather in Oslo?')
    expect(paths()).toEqual(['/v1/openai/deployments/deployed/chat/completions?api-version=2024-10-21'])
    expect(server.received[0]?.headers).toMatchObject({ 'api-key': PROVIDER_KEY })
  })

  it('keeps a hundred models on their own routes at the same time', async () => {
    const models = Array.from({ length: 100 }, (_, index) =>
      register(
        chat({ model: `m${index}` }),
        javelin({ baseURL: originOf(server), apiKey: 'jk', route: `r${index}` }),
      ),
    )
    await Promise.all(models.map((model, index) => model.invoke(`question ${index}`)))
    expect(server.received).toHaveLength(100)
    for (const { headers, body } of server.received) {
      const { model, messages } = JSON.parse(body) as { model: string; messages: { content: string }[] }
      const index = model.slice(1)
      expect(headers).toMatchObject({ 'x-javelin-model': model, 'x-javelin-route': `r${index}` })
      expect(messages[0]?.content).toBe(`question ${index}`)
    }
  })

  it('sends to its own provider again after unregister', async () => {
    for (const { make, path } of modelKinds(version)) {
      const { model, call } = make(originOf(server))
      register(model, toJavelin())
      unregister(model)
      await call('hello')
      expect(paths().at(-1)?.split('?')[0]).toBe(path)
    }
  })
})
