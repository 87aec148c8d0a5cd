import { createRequire } from 'node:module'

import { BadRequestError } from 'openai'
import { describe, expect, it } from 'vitest'

import { setUpEndpoint } from './support/setup.ts'

/** The optional package that decodes tokens, as `@patchbay/bedrock-backend` would find it. */
const isInstalled = (() => {
  const { resolve } = createRequire(new URL('../../packages/bedrock-backend/package.json', import.meta.url))
  try {
    return resolve('js-tiktoken/lite') !== ''
  } catch {
    return false
  }
})()

const setup = setUpEndpoint()
const embeddings = { model: 'amazon.titan-embed-text-v1', encoding_format: 'float' as const }
/** "hello world" and " again" in cl100k_base. */
const HELLO = [15_339, 1917]
const AGAIN = [1578]

describe.runIf(isInstalled)('token integers', () => {
  it('are decoded before they are embedded, with a warning', async () => {
    const client = setup.clientOf()
    const { data, response } = await client.embeddings
      .create({ ...embeddings, input: [HELLO, AGAIN] })
      .withResponse()
    expect(data.data).toHaveLength(2)
    expect(setup.server.requests.map(({ json }) => json)).toEqual([
      { inputText: 'hello world' },
      { inputText: ' again' },
    ])
    expect(response.headers.get('x-patchbay-warnings')).toContain('tokens_decoded')
    const asText = await client.embeddings.create({ ...embeddings, input: 'hello world' })
    const asTokens = await client.embeddings.create({ ...embeddings, input: HELLO })
    expect(asTokens).toEqual(asText)
  })

  it('are decoded before they are completed', async () => {
    const model = 'us.amazon.nova-lite-v1:0'
    setup.server.enqueue({ text: '!' })
    const { choices } = await setup.clientOf().completions.create({ model, prompt: HELLO, echo: true })
    expect(choices[0]?.text).toBe('hello world!')
  })

  it('of no known kind are refused by their place', async () => {
    const failure = await setup
      .clientOf()
      .embeddings.create({ ...embeddings, input: [HELLO, [999_999_999]] })
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(BadRequestError)
    expect(failure).toMatchObject({ param: 'input[1]' })
  })
})

describe.skipIf(isInstalled)('token integers without js-tiktoken', () => {
  it('are refused, with the remedy', async () => {
    const failure = await setup
      .clientOf()
      .embeddings.create({ ...embeddings, input: HELLO })
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(BadRequestError)
    expect(failure).toMatchObject({ code: 'unsupported_token_input', param: 'input' })
    expect((failure as BadRequestError).message).toContain('js-tiktoken')
  })
})
