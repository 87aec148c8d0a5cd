import { createOpenAI } from '@ai-sdk/openai'
import { createFetch } from '@patchbay/sdk'
import { embedMany, generateImage, generateText } from 'ai'
import { describe, expect, it } from 'vitest'

import { setUpEndpoint } from './support/setup.ts'

const setup = setUpEndpoint()
const models = {
  'text-embedding-3-small': 'cohere.embed-v4:0',
  'dall-e-3': 'amazon.nova-canvas-v1:0',
  'gpt-3.5-turbo-instruct': 'us.amazon.nova-lite-v1:0',
}

describe('the Vercel AI SDK, by createFetch', () => {
  const provider = () =>
    createOpenAI({ apiKey: 'sk-stays-at-home', fetch: createFetch(setup.route({ models })) })

  it('embeds', async () => {
    const { embeddings, usage } = await embedMany({
      model: provider().textEmbeddingModel('text-embedding-3-small'),
      values: ['one', 'two'],
      providerOptions: { openai: { dimensions: 256 } },
    })
    expect(embeddings.map(({ length }) => length)).toEqual([256, 256])
    expect(usage.tokens).toBeGreaterThan(0)
  })

  it('completes', async () => {
    setup.server.enqueue({ text: 'Yes.' })
    const { text, finishReason } = await generateText({
      model: provider().completion('gpt-3.5-turbo-instruct'),
      prompt: 'Is it?',
    })
    expect(text).toBe('Yes.')
    expect(finishReason).toBe('stop')
  })

  it('makes images', async () => {
    const { images } = await generateImage({
      model: provider().image('dall-e-3'),
      prompt: 'A robot',
      size: '1024x1024',
      n: 2,
    })
    expect(images.map(({ mediaType }) => mediaType)).toEqual(['image/png', 'image/png'])
  })
})
