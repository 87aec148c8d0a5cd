import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { createFetch, fallback, gateway, register } from '@patchbay/sdk'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { type RecordingServer, startServer } from '../openai/support/recording-server.ts'
import { versions } from '../openai/support/versions.ts'

let server: RecordingServer
beforeAll(async () => {
  server = await startServer((request, response) => {
    const status = request.path.startsWith('/v1/down') ? 503 : 200
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"text":"heard"}')
  })
})
beforeEach(() => void server.received.splice(0))
afterAll(() => server.close())

const path = fileURLToPath(import.meta.url)
const models = { 'whisper-1': 'our-whisper' }
const route = () => gateway({ baseURL: server.baseURL, models })
const down = () => gateway({ baseURL: `${server.baseURL}/down`, models })

/** What arrived, read as its content type says. */
async function arrived(): Promise<FormData> {
  const { headers, body } = server.received.at(-1) ?? {}
  return new Response(body, { headers: { 'content-type': headers?.['content-type'] ?? '' } }).formData()
}

describe.each(versions)('an upload of $name', ({ OpenAI }) => {
  it.each([
    ['a gateway', route],
    ['a fallback', () => fallback([down(), route()])],
  ])('names the model as the route does, on %s', async (_name, create) => {
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), create())
    const file = createReadStream(path)
    const answer = await client.audio.transcriptions.create({ model: 'whisper-1', file, language: 'en' })
    expect(answer.text).toBe('heard')
    const form = await arrived()
    expect([form.get('model'), form.get('language')]).toEqual(['our-whisper', 'en'])
    const received = form.get('file') as File
    expect(received.name).toBe('uploads.test.ts')
    expect(await received.text()).toContain('names the model as the route does')
  })

  it('keeps its own bytes where the route has no other name for the model', async () => {
    const client = register(new OpenAI({ apiKey: 'unused', maxRetries: 0 }), route())
    await client.audio.transcriptions.create({ model: 'whisper-2', file: createReadStream(path) })
    expect((await arrived()).get('model')).toBe('whisper-2')
  })
})

it('renames the model in the form of a Request, too', async () => {
  const body = new FormData()
  body.set('model', 'whisper-1')
  body.set('file', new Blob(['sound']), 'a.mp3')
  const request = new Request('https://api.openai.com/v1/audio/transcriptions', { method: 'POST', body })
  await createFetch(route())(request)
  expect((await arrived()).get('model')).toBe('our-whisper')
})
