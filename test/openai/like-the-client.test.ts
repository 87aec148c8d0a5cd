// What openai-node's own tests (test/openai-suite) have found on registered clients.
import { gateway, register } from '@patchbay/sdk'
import OpenAI, { AzureOpenAI } from 'openai'
import { expect, it } from 'vitest'

function recorder() {
  const urls: string[] = []
  const fetch = (input: string | URL | Request) => {
    urls.push(input instanceof Request ? input.url : String(input))
    return Promise.resolve(Response.json({ created: 0, data: [] }))
  }
  return { urls, fetch }
}

it('asks a fetch that brings its Response for nothing but the upload', async () => {
  const { urls, fetch } = recorder()
  const client = new OpenAI({ apiKey: 'k', fetch: Object.assign(fetch, { Response }) })
  register(client, gateway({ baseURL: client.baseURL, credentials: 'forward' }))
  await client.images.edit({
    model: 'm',
    prompt: 'p',
    image: new File(['x'], 'x.png', { type: 'image/png' }),
  })
  expect(urls).toEqual(['https://api.openai.com/v1/images/edits'])
})

it.each([
  'x?evil=1',
  'x#f',
  'a/b',
  '%2e',
  'us.anthropic.claude-v2:1',
  'ümlaut name',
  "a+b,c;d@e!f$g&h'(i)*~",
])('escapes the deployment %s as AzureOpenAI does', async (model) => {
  const { urls, fetch } = recorder()
  const make = () =>
    new AzureOpenAI({ endpoint: 'https://azure.example', apiKey: 'k', apiVersion: 'v', fetch })
  const registered = make()
  register(registered, gateway({ baseURL: registered.baseURL, credentials: 'forward' }))
  for (const client of [make(), registered]) await client.chat.completions.create({ model, messages: [] })
  expect(urls).toHaveLength(2)
  expect(urls[1]).toBe(urls[0])
})
