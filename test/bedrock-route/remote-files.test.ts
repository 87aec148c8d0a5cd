import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import Anthropic from '@anthropic-ai/sdk'
import { bedrock, register } from '@patchbay/sdk'
import { type BedrockServer, createBedrockServer } from '@patchbay/testing'
import OpenAI, { BadRequestError } from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const PDF = Buffer.from('%PDF-1.4\n%%EOF\n')

let bedrockServer: BedrockServer
let files: Server
let base: string
/** The paths that were asked for, and how many were open at a time. */
const sent = { paths: [] as string[], open: 0, mostOpen: 0 }
/** In every path: what an earlier test gave up may still arrive. */
let run = 0
const fetched = () => sent.paths.filter((path) => path.includes(`/${run}-`))

/** `/png/3000/...` is a picture of so many bytes, `/pdf` a document; `?chunked` says no length. */
beforeAll(async () => {
  bedrockServer = await createBedrockServer()
  files = createServer((request, response) => {
    const [, kind, size] = (request.url ?? '').split(/[/?]/)
    sent.paths.push(request.url ?? '')
    sent.open += 1
    sent.mostOpen = Math.max(sent.mostOpen, sent.open)
    response.once('close', () => {
      sent.open -= 1
    })
    const bytes =
      kind === 'pdf' ? PDF : Buffer.concat([PNG, Buffer.alloc(Math.max(0, Number(size) - PNG.length))])
    const length = request.url?.includes('chunked') === true ? {} : { 'content-length': bytes.length }
    response.writeHead(200, { 'content-type': kind === 'pdf' ? 'application/pdf' : 'image/png', ...length })
    response.end(bytes)
  })
  files.listen(0, '127.0.0.1')
  await once(files, 'listening')
  base = `http://127.0.0.1:${(files.address() as AddressInfo).port}`
})
afterAll(async () => {
  files.closeAllConnections()
  files.close()
  await bedrockServer.close()
})
beforeEach(() => {
  bedrockServer.reset()
  Object.assign(sent, { paths: [], mostOpen: 0 })
  run += 1
})

const HOST = 'https://files.example'
const route = (images: { maxTotalBytes?: number; maxBytes?: number } = {}) =>
  bedrock({
    region: bedrockServer.region,
    endpoint: bedrockServer.url,
    credentials: bedrockServer.credentials,
    images: {
      ...images,
      fetch: (url, init) => fetch((url as string).replace(HOST, base), init),
    },
  })
const openai = (images?: Parameters<typeof route>[0]) =>
  register(new OpenAI({ apiKey: 'unused', maxRetries: 2 }), route(images))

const image = (url: string) => ({ type: 'image_url' as const, image_url: { url } })
const text = { type: 'text' as const, text: 'What do you see?' }
const several = (count: number, path = '/png/0') =>
  Array.from({ length: count }, (_, index) => image(`${HOST}${path}/${run}-${index}`))
const ask = (client: OpenAI, parts: readonly object[]) =>
  client.chat.completions.create({
    model,
    messages: [{ role: 'user', content: [text, ...parts] as never }],
  })

async function refusalOf(call: Promise<unknown>): Promise<BadRequestError> {
  const error: unknown = await call.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  expect(error).toBeInstanceOf(BadRequestError)
  expect(bedrockServer.requests).toHaveLength(0)
  return error as BadRequestError
}

describe('the number of images and documents of a request', () => {
  it('is at most 20 images, which are counted before one is fetched', async () => {
    const error = await refusalOf(ask(openai(), several(21)))
    expect(error).toMatchObject({ param: 'messages', code: 'too_many_files' })
    expect(error.message).toMatch(/messages: 21 images .* 20/)
    expect(fetched()).toEqual([])
  })

  it('counts an image each time that it is named', async () => {
    const one = image(`${HOST}/png/0/${run}-0`)
    const error = await refusalOf(
      ask(
        openai(),
        Array.from({ length: 21 }, () => one),
      ),
    )
    expect(error.code).toBe('too_many_files')
    expect(fetched()).toEqual([])
  })

  it('counts images in data URLs as well', async () => {
    const data = image(`data:image/png;base64,${PNG.toString('base64')}`)
    const error = await refusalOf(ask(openai(), [...Array.from({ length: 15 }, () => data), ...several(6)]))
    expect(error.message).toMatch(/21 images/)
  })

  it('is the service’s own affair where nothing is fetched', async () => {
    const data = image(`data:image/png;base64,${PNG.toString('base64')}`)
    const call = ask(
      openai(),
      Array.from({ length: 21 }, () => data),
    )
    await expect(call).rejects.toThrow(/exceeds the maximum of 20/)
    expect(bedrockServer.requests).toHaveLength(1)
  })

  it('is at most 5 documents', async () => {
    const documents = Array.from({ length: 6 }, (_, index) => ({
      type: 'file',
      file: { filename: `${index}.pdf`, file_data: `${HOST}/pdf/${run}-${index}` },
    }))
    const error = await refusalOf(ask(openai(), documents))
    expect(error).toMatchObject({ param: 'messages', code: 'too_many_files' })
    expect(error.message).toMatch(/6 documents .* 5/)
    expect((await ask(openai(), documents.slice(1))).choices).toHaveLength(1)
  })

  it('lets 20 images through, each URL fetched once and a few at a time', async () => {
    const { choices } = await ask(openai(), [...several(10), ...several(10)])
    expect(choices).toHaveLength(1)
    expect(new Set(fetched()).size).toBe(10)
    expect(fetched()).toHaveLength(10)
    expect(sent.mostOpen).toBeLessThanOrEqual(4)
    const [{ json } = { json: undefined }] = bedrockServer.requests
    expect(JSON.stringify(json).match(/"format":"png"/g)).toHaveLength(20)
  })

  it('is named by the field of each protocol', async () => {
    const responses = openai().responses.create({
      model,
      input: [
        {
          role: 'user',
          content: several(21).map(({ image_url: { url } }) => ({
            type: 'input_image' as const,
            image_url: url,
            detail: 'auto' as const,
          })),
        },
      ],
    })
    expect(await refusalOf(responses)).toMatchObject({ param: 'input', code: 'too_many_files' })
    const anthropic = register(new Anthropic({ apiKey: 'unused', maxRetries: 0 }), route())
    const content = several(21).map(({ image_url: { url } }) => ({
      type: 'image' as const,
      source: { type: 'url' as const, url },
    }))
    await expect(
      anthropic.messages.create({
        model: 'amazon.nova-lite-v1:0',
        max_tokens: 10,
        messages: [{ role: 'user', content }],
      }),
    ).rejects.toThrow(/messages: 21 images/)
    expect(fetched()).toEqual([])
  })
})

describe('the size of all files of a request', () => {
  it.each(['', '?chunked'])('is held while they are fetched %s', async (query) => {
    const parts = Array.from({ length: 16 }, (_, index) =>
      image(`${HOST}/png/300000/${run}-${index}${query}`),
    )
    const error = await refusalOf(ask(openai({ maxTotalBytes: 1_000_000 }), parts))
    expect(error).toMatchObject({ param: 'messages', code: 'files_too_large' })
    expect(error.message).toMatch(/messages: .*1000000 bytes.*maxTotalBytes/)
    // Those that were under way, and no further ones.
    expect(fetched().length).toBeLessThanOrEqual(8)
  })

  it('is 25 MiB by default', async () => {
    const error = await refusalOf(ask(openai(), several(10, '/png/3000000')))
    expect(error.message).toContain('26214400 bytes')
    expect(fetched().length).toBeLessThanOrEqual(10)
  })

  it('counts a file each time that it is sent, though it is fetched once', async () => {
    const one = image(`${HOST}/png/400000/${run}-0`)
    const error = await refusalOf(ask(openai({ maxTotalBytes: 1_000_000 }), [one, one, one]))
    expect(error.code).toBe('files_too_large')
    expect(fetched()).toHaveLength(1)
    expect((await ask(openai({ maxTotalBytes: 1_000_000 }), [one, one])).choices).toHaveLength(1)
  })

  it('is no less than that of one file which the route allows', async () => {
    const one = image(`${HOST}/png/3000000/${run}-0`)
    const error = await refusalOf(ask(openai({ maxBytes: 1000 }), [one]))
    expect(error.message).toContain('larger than 1000 bytes (images: { maxBytes })')
    expect((await ask(openai({ maxBytes: 3_500_000 }), [one])).choices).toHaveLength(1)
  })
})
