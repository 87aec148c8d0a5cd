import Anthropic from '@anthropic-ai/sdk'
import OpenAI, { AzureOpenAI } from 'openai'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'
import { setUpServe } from './support/setup.ts'

const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const KEY = 'the-key-of-serve'
const context = setUpServe([], { PATCHBAY_SERVE_API_KEY: KEY })
const messages = [{ role: 'user' as const, content: 'Say hello.' }]

const anthropic = (apiKey = KEY): Anthropic =>
  new Anthropic({ baseURL: context.serve.url, apiKey, maxRetries: 0 })
const openai = (apiKey = KEY): OpenAI =>
  new OpenAI({ baseURL: `${context.serve.url}/v1`, apiKey, maxRetries: 0 })

describe.each(versions)('$name', (version) => {
  const client = () => new version.OpenAI({ baseURL: `${context.serve.url}/v1`, apiKey: KEY, maxRetries: 0 })

  it('chats, whole and as a stream', async () => {
    const answer = await client().chat.completions.create({ model: CLAUDE, messages })
    expect(answer.choices[0]?.message.content).toContain('hello')
    const stream = await client().chat.completions.create({ model: CLAUDE, messages, stream: true })
    let text = ''
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    expect(text).toBe(answer.choices[0]?.message.content)
  })

  it('raises its own errors', async () => {
    const unknown = client().chat.completions.create({ model: 'no-such-model', messages })
    await expect(unknown).rejects.toThrow(version.OpenAI.NotFoundError)
    const wrong = new version.OpenAI({ baseURL: `${context.serve.url}/v1`, apiKey: 'wrong', maxRetries: 0 })
    await expect(wrong.models.list()).rejects.toThrow(version.OpenAI.AuthenticationError)
  })
})

describe('openai', () => {
  it('asks by Responses, whole and as a stream', async () => {
    const answer = await openai().responses.create({ model: CLAUDE, input: 'Say hello.' })
    expect(answer.output_text).toContain('hello')
    const stream = openai().responses.stream({ model: CLAUDE, input: 'Say hello.' })
    expect((await stream.finalResponse()).output_text).toBe(answer.output_text)
  })

  it('keeps a response where the service does, and asks for it again', async () => {
    const model = 'openai.gpt-5.6-sol'
    const { id } = await openai().responses.create({ model, input: 'Say hello.', store: true })
    expect(await openai().responses.retrieve(id)).toMatchObject({ id, status: 'completed' })
    expect((await openai().responses.inputItems.list(id)).data).toHaveLength(1)
    await openai().responses.delete(id)
    await expect(openai().responses.retrieve(id)).rejects.toThrow(OpenAI.NotFoundError)
  })

  it('embeds, completes, draws and lists models', async () => {
    const { data } = await openai().embeddings.create({ model: 'amazon.titan-embed-text-v2:0', input: 'hi' })
    expect(data[0]?.embedding).toHaveLength(1024)
    const { choices } = await openai().completions.create({ model: CLAUDE, prompt: 'Say hello.' })
    expect(choices[0]?.text).toContain('hello')
    const image = await openai().images.generate({ model: 'amazon.nova-canvas-v1:0', prompt: 'A robot' })
    expect(image.data?.[0]?.b64_json).toBeTypeOf('string')
    const { data: models } = await openai().models.list()
    expect(models[0]).toMatchObject({ object: 'model' })
    expect(await openai().models.retrieve(models[0]?.id ?? '')).toEqual(models[0])
  })

  it('is told warnings in a header', async () => {
    const { response } = await openai()
      .chat.completions.create({ model: CLAUDE, messages, seed: 7 })
      .withResponse()
    expect(response.headers.get('x-patchbay-warnings')).toContain('seed')
  })

  it('is Azure’s, with its own header for the key', async () => {
    const azure = new AzureOpenAI({ endpoint: context.serve.url, apiKey: KEY, apiVersion: '2024-10-21' })
    const answer = await azure.chat.completions.create({ model: CLAUDE, messages })
    expect(answer.choices[0]?.message.content).toContain('hello')
  })
})

describe('@anthropic-ai/sdk', () => {
  it('asks by Messages, whole and as a stream, and counts tokens', async () => {
    const request = { model: CLAUDE, max_tokens: 100, messages }
    const answer = await anthropic().messages.create(request)
    expect(answer.content[0]).toMatchObject({
      type: 'text',
      text: expect.stringContaining('hello') as string,
    })
    expect((await anthropic().messages.stream(request).finalMessage()).content).toEqual(answer.content)
    expect(await anthropic().messages.countTokens(request)).toEqual({
      input_tokens: expect.any(Number) as number,
    })
    expect(await anthropic().beta.messages.create(request)).toMatchObject({ content: answer.content })
  })

  it('lists models in its own shape', async () => {
    const { data } = await anthropic().models.list()
    expect(data[0]).toMatchObject({ type: 'model', created_at: expect.any(String) as string })
    expect(await anthropic().models.retrieve(data[0]?.id ?? '')).toEqual(data[0])
    await expect(anthropic().models.retrieve('no-such-model')).rejects.toThrow(Anthropic.NotFoundError)
  })

  it('raises its own errors', async () => {
    await expect(anthropic('wrong').models.list()).rejects.toMatchObject({
      status: 401,
      error: { type: 'error', error: { type: 'authentication_error' } },
    })
    await expect(
      anthropic().messages.create({ model: CLAUDE, max_tokens: 100, messages: [] }),
    ).rejects.toThrow(Anthropic.BadRequestError)
  })
})

describe('the upstream', () => {
  it('is never told the key of the caller', async () => {
    await openai().chat.completions.create({ model: CLAUDE, messages })
    await anthropic().messages.create({ model: CLAUDE, max_tokens: 100, messages })
    expect(context.bedrock.requests.length).toBeGreaterThan(1)
    for (const { headers } of context.bedrock.requests) expect(JSON.stringify(headers)).not.toContain(KEY)
  })
})

describe('the log', () => {
  it('has a line for each request', async () => {
    const before = context.serve.lines.length
    await openai().chat.completions.create({ model: CLAUDE, messages })
    await openai('wrong')
      .models.list()
      .catch(() => undefined)
    expect(context.serve.lines.slice(before)).toMatchObject([
      {
        event: 'request',
        operation: 'chat',
        outcome: 'ok',
        status: 200,
        target: 'bedrock',
        requestModel: CLAUDE,
      },
      { event: 'refused', method: 'GET', path: '/v1/models', status: 401, code: 'invalid_api_key' },
    ])
    expect(JSON.stringify(context.serve.lines)).not.toContain(KEY)
  })
})
