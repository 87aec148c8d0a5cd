import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { toEmbeddingCalls } from './request.ts'
import { toEmbeddingResponse } from './response.ts'

const PNG = 'data:image/png;base64,iVBORw0KGgo='
const MODELS = [
  'amazon.titan-embed-text-v1',
  'amazon.titan-embed-text-v2:0',
  'amazon.titan-embed-image-v1',
  'cohere.embed-english-v3',
  'eu.cohere.embed-v4:0',
  'amazon.nova-2-multimodal-embeddings-v1:0',
]

/** A number that tells texts apart, to stand for their vector. */
const fingerprint = (text: string): number =>
  Array.from(text).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521, 7)

/** Answers a body as its model would, with the fingerprint of each text or image. */
function answer(body: Readonly<Record<string, unknown>>): unknown {
  const {
    texts,
    images,
    singleEmbeddingParams: params,
  } = body as {
    texts?: string[]
    images?: string[]
    singleEmbeddingParams?: { text?: { value: string }; image?: { source: { bytes: string } } }
  }
  const list = texts ?? images
  if (list) return { embeddings: list.map((text) => [fingerprint(text)]) }
  if (params) {
    const content = params.text?.value ?? params.image?.source.bytes ?? ''
    return { embeddings: [{ embeddingType: 'TEXT', embedding: [fingerprint(content)] }] }
  }
  const { inputText, inputImage } = body as { inputText?: string; inputImage?: string }
  return { embedding: [fingerprint(inputText ?? inputImage ?? '')], inputTextTokenCount: 1 }
}

function embed(id: string, input: string | string[]): number[] {
  const { value: calls } = toEmbeddingCalls({ model: id, input }, { id })
  const answers = calls.bodies.map((body) => ({ body: answer(body), inputTokens: 1 }))
  const { data } = toEmbeddingResponse(answers, calls, { id })
  expect(data.map(({ index }) => index)).toEqual([...data.keys()])
  return data.map(({ embedding }) => embedding[0] ?? Number.NaN)
}

const text = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
  .filter((value) => !/^data:/i.test(value))
const entry = fc.oneof({ arbitrary: text, weight: 9 }, { arbitrary: fc.constant(PNG), weight: 1 })

describe.each(MODELS)('%s', (id) => {
  it('gives a list the vectors that each of its entries has alone, in order', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 250 }), (input) => {
        expect(embed(id, input)).toEqual(input.flatMap((one) => embed(id, one)))
      }),
      { numRuns: 30 },
    )
  })
})

describe('toEmbeddingResponse', () => {
  const id = 'cohere.embed-english-v3'
  const { value: calls } = toEmbeddingCalls({ model: id, input: ['a', 'b'] }, { id })

  it.each([
    [{ embeddings: [[1], [2], [3]] }],
    [{ embeddings: [[1]] }],
    [{ embeddings: [[1], []] }],
    [{ embeddings: [[1], ['2']] }],
    [{ embeddings: { int8: [[1], [2]] } }],
    [{}],
    ['text'],
    [null],
  ])('takes no wrong number of vectors: %j', (body) => {
    expect(() => toEmbeddingResponse([{ body, inputTokens: 1 }], calls, { id })).toThrow(/2 vectors/)
  })

  it('says why Titan Multimodal made none', () => {
    const titan = { id: 'amazon.titan-embed-image-v1' }
    const { value } = toEmbeddingCalls({ model: titan.id, input: 'a' }, titan)
    const body = { embedding: null, message: 'The image is too small.' }
    expect(() => toEmbeddingResponse([{ body, inputTokens: 1 }], value, titan)).toThrow(/too small/)
  })

  it('reads vectors by type, and counts by header or body', () => {
    const typed = { embeddings: { float: [[1], [2]] }, response_type: 'embeddings_by_type' }
    const { data, usage } = toEmbeddingResponse([{ body: typed, inputTokens: 9 }], calls, { id })
    expect(data.map(({ embedding }) => embedding)).toEqual([[1], [2]])
    expect(usage).toEqual({ prompt_tokens: 9, total_tokens: 9 })
    const titan = { id: 'amazon.titan-embed-text-v2:0' }
    const { value } = toEmbeddingCalls({ model: titan.id, input: ['a', 'b'] }, titan)
    const answers = [3, 4].map((inputTextTokenCount) => ({
      body: { embedding: [1], inputTextTokenCount },
      inputTokens: 99,
    }))
    expect(toEmbeddingResponse(answers, value, titan).usage.prompt_tokens).toBe(7)
    const uncounted = [{ body: { embeddings: [[1], [2]] }, inputTokens: undefined }]
    expect(toEmbeddingResponse(uncounted, calls, { id }).usage.prompt_tokens).toBe(0)
  })
})
