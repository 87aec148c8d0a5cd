import { join } from 'node:path'

import { bedrock, createFetch, listModels, PatchbayRequestError, register } from '@patchbay/sdk'
import type { BedrockServer } from '@patchbay/testing'
import { NotFoundError } from 'openai'
import { describe, expect, it } from 'vitest'

import { versions } from '../openai/support/versions.ts'
import { readCaseFile } from '../support/fixture-cases.ts'
import { setUpEndpoint } from './support/setup.ts'

const FIXTURE = join(import.meta.dirname, '../fixtures/models/pages')
const MODEL = 'anthropic.claude-3-haiku-20240307-v1:0'
const setup = setUpEndpoint()
const { clientOf, route } = setup

describe.each(versions)('$name', ({ OpenAI }) => {
  it('lists and retrieves models', async () => {
    const client = register(new OpenAI({ apiKey: 'sk-stays-at-home', maxRetries: 0 }), route())
    const ids: string[] = []
    for await (const model of client.models.list()) {
      expect(model).toMatchObject({ object: 'model', created: expect.any(Number) as number })
      ids.push(model.id)
    }
    expect(ids).toContain(MODEL)
    expect(await client.models.retrieve(MODEL)).toMatchObject({ id: MODEL, owned_by: 'anthropic' })
    await expect(client.models.retrieve('gpt-4o')).rejects.toThrow(/does not exist/)
  })
})

describe('the list', () => {
  it('is the one of listModels()', async () => {
    const { data } = await clientOf().models.list()
    expect(await listModels(route())).toEqual(data)
    expect(new Set(data.map(({ id }) => id)).size).toBe(data.length)
  })

  it('is remembered, shared by those who ask at the same time, and asked for anew by no-cache', async () => {
    const { server } = setup
    const one = route()
    const client = register(clientOf(), one)
    await Promise.all([client.models.list(), client.models.retrieve(MODEL), listModels(one)])
    const questions = countQuestions(server)
    expect(questions).toBe(3)
    await client.models.list()
    expect(countQuestions(server)).toBe(questions)
    await client.models.list({ headers: { 'cache-control': 'no-cache' } })
    expect(countQuestions(server)).toBe(2 * questions)
    await listModels(one, { refresh: true })
    expect(countQuestions(server)).toBe(3 * questions)
    await client.models.list()
    expect(countQuestions(server)).toBe(3 * questions)
  })

  it('is put together of pages', async () => {
    const pages = (file: string) => readCaseFile(FIXTURE, file) as object[]
    setup.server.reply(({ path, query }) => {
      const page = Number(query.get('nextToken') ?? 0)
      const profiles = query.get('type') === 'APPLICATION' ? 'application-profiles' : 'system-profiles'
      const file = path.startsWith('/foundation-models') ? 'foundation-models' : profiles
      return { raw: json(pages(`${file}.json`)[page] ?? {}) }
    })
    const body: unknown = await createFetch(route())('https://api.openai.com/v1/models').then((answer) =>
      answer.json(),
    )
    expect(body).toEqual(readCaseFile(FIXTURE, 'openai.response.json'))
  })

  it('that cannot be had is an error without an SDK, too, and not remembered', async () => {
    const { server } = setup
    const one = route()
    server.reply(() => ({ error: { type: 'AccessDeniedException', message: 'No.' } }))
    const failure = await listModels(one).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(PatchbayRequestError)
    expect(failure).toMatchObject({ status: 403 })
    server.reset()
    expect(await listModels(one)).not.toHaveLength(0)
  })
})

describe('every other endpoint', () => {
  const calls: [string, (client: ReturnType<typeof clientOf>) => Promise<unknown>][] = [
    ['audio', (client) => client.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'a' })],
    ['batches', (client) => client.batches.list()],
    ['files', (client) => client.files.list()],
    ['fine tuning', (client) => client.fineTuning.jobs.list()],
    ['vector stores', (client) => client.vectorStores.create({})],
    ['deletion of a model', (client) => client.models.delete('a')],
    ['anything', (client) => client.post('/never/heard/of', { body: {} })],
    [
      'files in a form',
      (client) => client.files.create({ file: new File(['{}'], 'a.jsonl'), purpose: 'batch' }),
    ],
    [
      'edited images',
      (client) => client.images.edit({ image: new File(['a'], 'a.png'), prompt: 'a', model: 'gpt-image-1' }),
    ],
  ]
  it.each(calls)(
    '%s: a 404 that says what is served, not retried, and nothing leaves',
    async (_name, call) => {
      const failure = await call(clientOf({}, 2)).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(NotFoundError)
      const { code, message } = failure as NotFoundError
      expect(code).toBe('unsupported_endpoint')
      for (const path of ['/chat/completions', '/completions', '/embeddings', '/models'])
        expect(message).toContain(path)
      expect(setup.server.requests).toHaveLength(0)
    },
  )

  it('is asked once', async () => {
    let asked = 0
    const one = bedrock({
      region: 'us-east-1',
      endpoint: setup.server.url,
      credentials: setup.server.credentials,
    })
    const counted = {
      ...one,
      serve: (request: Parameters<typeof one.serve>[0]) => ((asked += 1), one.serve(request)),
    }
    await expect(register(clientOf({}, 3), counted).batches.list()).rejects.toBeInstanceOf(NotFoundError)
    expect(asked).toBe(1)
  })
})

const json = (body: object) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

const countQuestions = (server: BedrockServer): number =>
  server.requests.filter(({ method }) => method === 'GET').length
