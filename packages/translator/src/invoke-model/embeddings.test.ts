import { array, assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { cohereV3, cohereV4 } from '../embeddings/cohere.ts'
import { nova } from '../embeddings/nova.ts'
import type { EmbeddingProtocol } from '../embeddings/protocol.ts'
import { titanTextV2 } from '../embeddings/titan.ts'
import { encodeVector } from '../embeddings/vector-encoding.ts'
import type { EmbeddingInvocation } from './invoke-request.ts'
import { readInvocation } from './read-invocation.ts'

const MODELS: Readonly<Record<string, EmbeddingProtocol>> = {
  'amazon.titan-embed-text-v2:0': titanTextV2,
  'cohere.embed-english-v3': cohereV3,
  'us.cohere.embed-v4:0': cohereV4,
  'amazon.nova-2-multimodal-embeddings-v1:0': nova,
}

const WISHES = { inputType: undefined, truncate: undefined, normalize: undefined }

function read(body: unknown, modelId: string): EmbeddingInvocation {
  const { value } = readInvocation(body, { modelId, id: 'id' })
  if (value.kind !== 'embeddings') throw new Error(`it is of kind ${value.kind}`)
  return value
}

describe.each(Object.keys(MODELS))('embeddings of %s', (modelId) => {
  const protocol = MODELS[modelId] as EmbeddingProtocol
  const lengths = constantFrom(undefined, ...(protocol.dimensions ?? []))
  const texts = array(string({ minLength: 1 }), { minLength: 1, maxLength: protocol.textsPerCall })

  it('are read from the body that the other direction writes, and their answer by it', () => {
    assert(
      property(texts, lengths, (given, dimensions) => {
        const items = given.map((text) => ({ kind: 'text' as const, text }))
        const body = protocol.toBody(items, { ...WISHES, dimensions })
        const invocation = read(body, modelId)
        expect(invocation.request.input).toEqual(given)
        // The third version of Cohere's has one length only.
        if (protocol !== cohereV3) expect(invocation.request.dimensions).toEqual(dimensions)
        const data = given.map((_, index) => ({
          object: 'embedding' as const,
          index,
          embedding: [index, 0.5],
        }))
        const usage = { prompt_tokens: 3, total_tokens: 3 }
        const answer = invocation.toBody({ object: 'list', model: 'm', data: data.toReversed(), usage })
        expect(protocol.toVectors(answer as never)).toEqual(given.map((_, index) => [index, 0.5]))
      }),
      { numRuns: 50 },
    )
  })
})

it('reads vectors that came in base64', () => {
  const { toBody } = read({ inputText: 'x' }, 'amazon.titan-embed-text-v1')
  const embedding = encodeVector([1, 0.25]) as unknown as number[]
  const data = [{ object: 'embedding' as const, index: 0, embedding }]
  expect(
    toBody({ object: 'list', model: 'm', data, usage: { prompt_tokens: 1, total_tokens: 1 } }),
  ).toMatchObject({
    embedding: [1, 0.25],
    inputTextTokenCount: 1,
  })
})

it.each([
  [
    'cohere.embed-v4:0',
    { inputs: [{ content: [{ type: 'image_url' }] }], input_type: 'search_query' },
    /inputs\[0\]/,
  ],
  ['cohere.embed-english-v3', { images: ['data:'], input_type: 'image' }, /images/],
  [
    'amazon.nova-2-multimodal-embeddings-v1:0',
    { taskType: 'SEGMENTED_EMBEDDING', segmentedEmbeddingParams: {} },
    /SEGMENTED/,
  ],
])('refuses what is no text: %s', (modelId, body, message) => {
  expect(() => read(body, modelId)).toThrow(message)
})

it('takes the text in the inputs of Cohere’s fourth version', () => {
  const inputs = [
    {
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
    },
  ]
  expect(read({ inputs, input_type: 'search_document' }, 'cohere.embed-v4:0').request.input).toEqual(['a\nb'])
})
