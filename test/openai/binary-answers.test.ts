import { buffer } from 'node:stream/consumers'

import { gateway, register, timeout } from '@patchbay/sdk'
import OpenAI4 from 'openai-4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { type RecordingServer, startServer } from './support/recording-server.ts'
import { versions } from './support/versions.ts'

const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251))

let server: RecordingServer
beforeAll(async () => {
  server = await startServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'audio/mpeg' }).end(bytes)
  })
})
afterAll(() => server.close())

const speech = { model: 'tts-1', voice: 'alloy', input: 'hello' }
const route = () => gateway({ baseURL: server.baseURL })

describe.each(versions)('a binary answer to $name', ({ OpenAI }) => {
  it.each([
    ['a gateway', route],
    ['a gateway with a time limit', () => timeout(route(), { idle: 5000 })],
  ])('arrives byte for byte from %s', async (_name, create) => {
    const client = register(new OpenAI({ apiKey: 'unused' }), create())
    const answer = await client.audio.speech.create(speech)
    expect(bytes.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true)
  })
})

describe('openai 4.104', () => {
  it('gets the answer that its own fetch makes, with all that code around it may read', async () => {
    const client = register(new OpenAI4({ apiKey: 'unused' }), route())
    const body = (await client.audio.speech.create(speech)).body
    expect(body).toHaveProperty('pipe')
    expect(bytes.equals(await buffer(body))).toBe(true)
    const answer = (await client.audio.speech.create(speech)) as unknown as { buffer(): Promise<Buffer> }
    expect(bytes.equals(await answer.buffer())).toBe(true)
  })
})
