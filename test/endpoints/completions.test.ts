import { register } from '@patchbay/sdk'
import { createGate } from '@patchbay/testing'
import { BadRequestError, RateLimitError } from 'openai'
import type { Completion } from 'openai/resources/completions'
import { describe, expect, it } from 'vitest'

import { versions as langChainVersions } from '../langchain/support/versions.ts'
import { versions } from '../openai/support/versions.ts'
import { setUpEndpoint } from './support/setup.ts'

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const setup = setUpEndpoint()
const { clientOf, route } = setup

/** The text of a request's only message. */
const promptOf = (json: unknown): string =>
  (json as { messages: [{ content: [{ text: string }] }] }).messages[0].content[0].text

/** Answers every prompt with itself in capitals. */
const answerInCapitals = () =>
  setup.server.reply(({ json }) => ({ text: `${promptOf(json).toUpperCase()}!`, stream: { deltaSize: 2 } }))

describe.each(versions)('$name', ({ OpenAI }) => {
  const create = () => register(new OpenAI({ apiKey: 'sk-stays-at-home', maxRetries: 0 }), route())

  it('completes a text', async () => {
    const answer = await create().completions.create({ model, prompt: 'What is 12 + 30?', max_tokens: 50 })
    expect(answer).toMatchObject({
      object: 'text_completion',
      model,
      choices: [{ index: 0, logprobs: null, finish_reason: 'stop' }],
    })
    expect(answer.id).toMatch(/^cmpl-[0-9a-f]{32}$/)
    expect(answer.choices[0]?.text).toContain('42')
    expect(answer.usage?.total_tokens).toBeGreaterThan(0)
    expect(setup.server.requests[0]).toMatchObject({
      operation: 'Converse',
      json: {
        messages: [{ role: 'user', content: [{ text: 'What is 12 + 30?' }] }],
        inferenceConfig: { maxTokens: 50 },
      },
    })
  })

  it('says of a prompt that does not fit that it is the prompt', async () => {
    const message = 'Input is too long for requested model.'
    setup.server.enqueue({ error: { type: 'ValidationException', message } })
    await expect(create().completions.create({ model, prompt: 'Hi' })).rejects.toMatchObject({
      code: 'context_length_exceeded',
      param: 'prompt',
    })
  })

  it('streams the choices of several prompts, each with its text, and usage at the end', async () => {
    answerInCapitals()
    const stream = await create().completions.create({
      model,
      prompt: ['first', 'second'],
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks: Completion[] = []
    for await (const chunk of stream) chunks.push(chunk)
    expect(textsOf(chunks)).toEqual(['FIRST!', 'SECOND!'])
    expect(chunks.length).toBeGreaterThan(6)
    const finished = chunks
      .flatMap(({ choices }) => choices)
      .filter((choice) => choice.finish_reason !== null)
    expect(finished.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual([0, 1])
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { total_tokens: expect.any(Number) as number },
    })
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
  })
})

describe.each(langChainVersions)('OpenAI of $name', ({ openai }) => {
  it('invokes and streams', async () => {
    answerInCapitals()
    const create = () =>
      register(
        new openai.OpenAI({ apiKey: 'sk-stays-at-home', model, maxTokens: 20, maxRetries: 0 }),
        route(),
      )
    expect(await create().invoke('hello')).toBe('HELLO!')
    let streamed = ''
    for await (const piece of await create().stream('hello there')) streamed += piece
    expect(streamed).toBe('HELLO THERE!')
    expect(setup.server.requests.every(({ json }) => promptOf(json).startsWith('hello'))).toBe(true)
  })
})

describe('choices', () => {
  it('come for each prompt, n at a time, in order whatever answers first', async () => {
    const { server } = setup
    const gate = createGate()
    server.reply(({ json }) =>
      promptOf(json) === 'a' ? { text: 'A', hold: gate.opened } : { text: promptOf(json).toUpperCase() },
    )
    const answer = clientOf().completions.create({ model, prompt: ['a', 'b', 'c'], n: 2, echo: true })
    for (const prompt of ['b', 'c']) await server.waitForRequest(({ json }) => promptOf(json) === prompt)
    gate.open()
    const { choices, usage } = await answer
    expect(choices.map(({ text, index }) => [index, text])).toEqual([
      [0, 'aA'],
      [1, 'aA'],
      [2, 'bB'],
      [3, 'bB'],
      [4, 'cC'],
      [5, 'cC'],
    ])
    expect(server.requests).toHaveLength(6)
    const input = usage?.prompt_tokens ?? 0
    expect(input % 6).toBe(0)
    expect(usage?.total_tokens).toBe(input + (usage?.completion_tokens ?? 0))
  })

  it('are at most eight calls at a time', async () => {
    const { server } = setup
    const gate = createGate()
    server.reply(({ json }) => ({ text: promptOf(json), hold: gate.opened }))
    const prompt = Array.from({ length: 12 }, (_, index) => `prompt ${index}`)
    const answer = clientOf().completions.create({ model, prompt })
    await server.waitForRequest(({ json }) => promptOf(json) === 'prompt 7')
    expect(server.requests).toHaveLength(8)
    gate.open()
    expect((await answer).choices.map(({ text }) => text)).toEqual(prompt)
  })

  it('are echoed on a stream, with each first piece', async () => {
    answerInCapitals()
    const stream = await clientOf().completions.create({
      model,
      prompt: ['a ', 'b '],
      n: 2,
      echo: true,
      stream: true,
    })
    const chunks: Completion[] = []
    for await (const chunk of stream) chunks.push(chunk)
    expect(textsOf(chunks)).toEqual(['a A !', 'a A !', 'b B !', 'b B !'])
  })

  it('are given up upstream when the reader leaves the stream', async () => {
    const { server } = setup
    server.reply(() => ({
      text: 'long enough',
      stream: { deltaSize: 2, gates: [{ event: 4, until: new Promise(() => {}) }] },
    }))
    const stream = await clientOf().completions.create({ model, prompt: ['a', 'b', 'c'], stream: true })
    for await (const chunk of stream) {
      expect(chunk.choices).toHaveLength(1)
      break
    }
    await Promise.all(server.requests.map(({ closed }) => closed))
    expect(server.requests.map(({ aborted }) => aborted)).toEqual([true, true, true])
  })

  it('end together with the first failure, before and in the stream', async () => {
    const { server } = setup
    server.reply(({ json }) =>
      promptOf(json) === 'b'
        ? { error: { type: 'ThrottlingException' } }
        : { text: 'x', hold: new Promise(() => {}) },
    )
    const failure = await failureOf({ model, prompt: ['a', 'b', 'c'] })
    expect(failure).toBeInstanceOf(RateLimitError)
    await Promise.all(server.requests.map(({ closed }) => closed))
    server.reset()
    server.reply(({ json }) =>
      promptOf(json) === 'b'
        ? { text: 'long enough', stream: { exceptionAfter: { deltas: 1, type: 'throttlingException' } } }
        : { text: 'x', stream: { gates: [{ event: 2, until: new Promise(() => {}) }] } },
    )
    const stream = await clientOf().completions.create({ model, prompt: ['a', 'b'], stream: true })
    const read = async () => {
      for await (const { choices } of stream) expect(choices).toBeDefined()
    }
    await expect(read()).rejects.toBeInstanceOf(RateLimitError)
    await Promise.all(server.requests.map(({ closed }) => closed))
  })
})

describe('fields', () => {
  it('mean what they mean in chat', async () => {
    const stop = ['END', '###']
    await clientOf().completions.create({
      model,
      prompt: 'a',
      stop,
      temperature: 1.7,
      top_k: 5,
      suffix: null,
      best_of: 1,
      guardrailConfig: { guardrailIdentifier: 'abc', guardrailVersion: '1' },
    })
    expect(setup.server.requests[0]?.json).toMatchObject({
      inferenceConfig: { stopSequences: stop, temperature: 1 },
      additionalModelRequestFields: { top_k: 5 },
      guardrailConfig: { guardrailIdentifier: 'abc', guardrailVersion: '1' },
    })
  })

  it('without a counterpart are reported, once for all prompts', async () => {
    const extra = { tools: [], messages: [] }
    const { response } = await clientOf()
      .completions.create({
        model,
        prompt: ['a', 'b'],
        logprobs: 3,
        user: 'u',
        logit_bias: { 5: 1 },
        ...extra,
      })
      .withResponse()
    const warnings = JSON.parse(response.headers.get('x-patchbay-warnings') ?? '[]') as { field: string }[]
    expect(warnings.map(({ field }) => field).toSorted()).toEqual([
      'logit_bias',
      'logprobs',
      'messages',
      'tools',
      'user',
    ])
  })

  it('of the answer are reported, too', async () => {
    const seen: string[] = []
    const client = clientOf({ onWarning: ({ code }) => seen.push(code) })
    setup.server.reply(() => ({ text: 'No.', stopReason: 'malformed_model_output' }))
    const { response } = await client.completions
      .create({ model, prompt: ['a', 'b'], user: 'u' })
      .withResponse()
    // Each once in a request, however many prompts have it.
    expect(seen).toEqual(['unsupported_parameter', 'unusual_stop_reason'])
    const header = response.headers.get('x-patchbay-warnings')
    expect(header).toContain('unsupported_parameter')
    expect(header).toContain('unusual_stop_reason')
    expect(response.headers.get('x-request-id')).toBe(setup.server.requests[0]?.requestId)
  })

  it('a length ends in "length", and reasoning stands beside the text', async () => {
    const content = [
      { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'c2ln' } } },
      { text: 'Yes' },
    ]
    setup.server.enqueue({ content, stopReason: 'max_tokens' }, { content, stopReason: 'max_tokens' })
    const { choices } = await clientOf().completions.create({ model, prompt: 'a', max_tokens: 1 })
    expect(choices).toEqual([
      { index: 0, text: 'Yes', logprobs: null, finish_reason: 'length', reasoning_content: 'Hm.' },
    ])
    const stream = await clientOf().completions.create({ model, prompt: 'a', max_tokens: 1, stream: true })
    const pieces: Completion['choices'] = []
    for await (const chunk of stream) pieces.push(...chunk.choices)
    expect(pieces.map((piece) => piece.reasoning_content ?? '').join('')).toBe('Hm.')
    expect(pieces.at(-1)?.finish_reason).toBe('length')
  })

  const refused: [string, object, string][] = [
    ['no prompt', {}, 'prompt'],
    ['a blank prompt', { prompt: ['a', ' '] }, 'prompt[1]'],
    ['an empty list', { prompt: [] }, 'prompt'],
    ['a prompt of another kind', { prompt: ['a', { text: 'b' }] }, 'prompt[1]'],
    ['a suffix', { prompt: 'a', suffix: 'z' }, 'suffix'],
    ['the best of several', { prompt: 'a', n: 2, best_of: 3 }, 'best_of'],
    ['no choices', { prompt: 'a', n: 0 }, 'n'],
    ['no tokens', { prompt: 'a', echo: true, max_tokens: 0 }, 'max_tokens'],
    ['too many streams', { prompt: Array(65).fill('a'), n: 2, stream: true }, 'prompt'],
  ]
  it.each(refused)('%s is refused by name', async (_name, fields, param) => {
    const failure = await failureOf({ model, ...fields })
    expect(failure).toBeInstanceOf(BadRequestError)
    expect(failure.param).toBe(param)
    expect(setup.server.requests).toHaveLength(0)
  })
})

function textsOf(chunks: readonly Completion[]): string[] {
  const texts: string[] = []
  for (const { index, text } of chunks.flatMap(({ choices }) => choices))
    texts[index] = (texts[index] ?? '') + text
  return texts
}

async function failureOf(body: object): Promise<BadRequestError> {
  return clientOf({}, 0)
    .completions.create(body as { model: string; prompt: string })
    .then(
      () => expect.unreachable('The request was served.'),
      (error: unknown) => error as BadRequestError,
    )
}
