/**
 * Stable Image Core, Stable Image Ultra and Stable Diffusion 3 (2026-11): text to image.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-diffusion-stable-image-core-text-image-request-response.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-diffusion-stable-ultra-text-image-request-response.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-diffusion-3-5-large.html
 */
import { stringsOf } from './protocol.ts'
import type { ImageProtocol, ImageSize } from './protocol.ts'

const RATIOS = ['16:9', '1:1', '21:9', '2:3', '3:2', '4:5', '5:4', '9:16', '9:21']

/** How far from a ratio a size may be, in parts of it: OpenAI's 1792x1024 is meant to be 16:9. */
const TOLERANCE = 0.05

/** One image a call, by aspect ratio: the number of pixels is the model's own. */
export const stability: ImageProtocol = {
  name: 'Stability AI',
  imagesPerCall: 1,
  maxSeed: 4_294_967_294,
  qualities: false,
  cfgScale: false,
  formats: ['png', 'jpeg'],
  sizeProblem: (size) =>
    ratioOf(size) === undefined ? `a size in one of the ratios ${RATIOS.join(', ')}` : undefined,
  sizeWarning: (size) =>
    size.width === 1024 && size.height === 1024
      ? undefined
      : `Stability models are asked for an aspect ratio, ${ratioOf(size) ?? ''}; how many pixels that is they say themselves.`,
  toBody: ({ prompt, negativePrompt, size, format }, _count, seed) => ({
    prompt,
    mode: 'text-to-image',
    ...(negativePrompt === undefined ? {} : { negative_prompt: negativePrompt }),
    ...(size === undefined ? {} : { aspect_ratio: ratioOf(size) }),
    ...(format === undefined ? {} : { output_format: format }),
    seed,
  }),
  toImages: ({ images, finish_reasons: reasons }) => ({
    images: stringsOf(images),
    problem: stringsOf(reasons)[0],
  }),
}

/** The model's nearest aspect ratio, `undefined` when none is near. */
function ratioOf({ width, height }: ImageSize): string | undefined {
  const wanted = width / height
  const distance = (ratio: string): number => {
    const [across = 1, down = 1] = ratio.split(':').map(Number)
    return Math.abs(across / down / wanted - 1)
  }
  const nearest = RATIOS.toSorted((one, other) => distance(one) - distance(other))[0]
  return nearest !== undefined && distance(nearest) <= TOLERANCE ? nearest : undefined
}
