import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { toImageCalls } from './request.ts'
import { toImagesResponse } from './response.ts'

const MODELS = [
  'amazon.nova-canvas-v1:0',
  'amazon.titan-image-generator-v2:0',
  'us.stability.sd3-5-large-v1:0',
]

interface AmazonBody {
  readonly imageGenerationConfig: { readonly numberOfImages: number; readonly seed: number }
}

/** How many images a body asks for, and from which seed. */
function askedBy(body: Readonly<Record<string, unknown>>): { count: number; seed: number } {
  if ('seed' in body) return { count: 1, seed: body['seed'] as number }
  const { numberOfImages, seed } = (body as unknown as AmazonBody).imageGenerationConfig
  return { count: numberOfImages, seed }
}

describe.each(MODELS)('%s', (id) => {
  it('is asked for as many images as were wanted, with a seed of its own for each call', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (n, random) => {
          const { value } = toImageCalls({ prompt: 'a', n }, { id, created: 1, random })
          const asked = value.bodies.map(askedBy)
          expect(asked.reduce((sum, { count }) => sum + count, 0)).toBe(n)
          expect(new Set(asked.map(({ seed }) => seed)).size).toBe(asked.length)
          for (const { count, seed } of asked) {
            expect(count).toBeLessThanOrEqual(value.protocol.imagesPerCall)
            expect(seed).toBeGreaterThanOrEqual(0)
            expect(seed).toBeLessThanOrEqual(value.protocol.maxSeed)
            expect(Number.isInteger(seed)).toBe(true)
          }
        },
      ),
    )
  })

  it('answers with its images in the order of the calls', () => {
    const { value } = toImageCalls({ prompt: 'a', n: 7 }, { id, created: 1, random: 0 })
    const answers = value.bodies.map((body, call) => ({
      images: Array.from({ length: askedBy(body).count }, (_, index) => `${call}/${index}`),
      error: null,
    }))
    const { value: response, warnings } = toImagesResponse(answers, value, { created: 7 })
    expect(response.data?.map(({ b64_json: image }) => image)).toEqual(
      answers.flatMap(({ images }) => images),
    )
    expect(response.created).toBe(7)
    expect(warnings).toEqual([])
  })
})
