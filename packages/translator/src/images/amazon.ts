/**
 * Nova Canvas and Titan Image Generator, whose bodies are alike (2026-11).
 *
 * https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-image.html
 */
import { stringsOf } from './protocol.ts'
import type { ImageProtocol, ImageSize, ImageWishes, MadeImages } from './protocol.ts'
import type { JsonObject } from '../json-shape.ts'

const NOVA_PIXELS = 4_194_304

/** Every size that Titan Image Generator makes, as `width x height`. */
const TITAN_SIZES: ReadonlySet<string> = new Set([
  '1024x1024',
  '768x768',
  '512x512',
  '768x1152',
  '384x576',
  '1152x768',
  '576x384',
  '768x1280',
  '384x640',
  '1280x768',
  '640x384',
  '896x1152',
  '448x576',
  '1152x896',
  '576x448',
  '768x1408',
  '384x704',
  '1408x768',
  '704x384',
  '640x1408',
  '320x704',
  '1408x640',
  '704x320',
  '1152x640',
  '1173x640',
])

/** Amazon Nova Canvas. */
export const novaCanvas: ImageProtocol = {
  name: 'Amazon Nova Canvas',
  imagesPerCall: 5,
  maxSeed: 858_993_459,
  qualities: true,
  cfgScale: true,
  formats: ['png'],
  sizeProblem: ({ width, height }) => {
    const sides = [width, height]
    const ratio = width / height
    return sides.every((side) => side >= 320 && side <= 4096 && side % 16 === 0) &&
      ratio >= 0.25 &&
      ratio <= 4 &&
      width * height <= NOVA_PIXELS
      ? undefined
      : 'each side from 320 to 4096 and divisible by 16, between 1:4 and 4:1, at most 4,194,304 pixels'
  },
  sizeWarning: () => undefined,
  toBody,
  toImages,
}

/** Amazon Titan Image Generator G1, both versions. */
export const titanImage: ImageProtocol = {
  ...novaCanvas,
  name: 'Amazon Titan Image Generator',
  maxSeed: 2_147_483_646,
  sizeProblem: ({ width, height }: ImageSize) =>
    TITAN_SIZES.has(`${width}x${height}`) ? undefined : `one of ${[...TITAN_SIZES].join(', ')}`,
}

function toBody(wishes: ImageWishes, count: number, seed: number): JsonObject {
  const { prompt, negativePrompt, size, premium, cfgScale } = wishes
  return {
    taskType: 'TEXT_IMAGE',
    textToImageParams: {
      text: prompt,
      ...(negativePrompt === undefined ? {} : { negativeText: negativePrompt }),
    },
    imageGenerationConfig: {
      numberOfImages: count,
      ...size,
      ...(premium === undefined ? {} : { quality: premium ? 'premium' : 'standard' }),
      ...(cfgScale === undefined ? {} : { cfgScale }),
      seed,
    },
  }
}

function toImages({ images, error }: JsonObject): MadeImages {
  return { images: stringsOf(images), problem: typeof error === 'string' && error !== '' ? error : undefined }
}
