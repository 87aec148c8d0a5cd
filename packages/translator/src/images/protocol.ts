import type { JsonObject } from '../json-shape.ts'

/** Width and height in pixels. */
export interface ImageSize {
  readonly width: number
  readonly height: number
}

/** What a request asks for, checked for its model. `undefined`: the model's default. */
export interface ImageWishes {
  readonly prompt: string
  readonly negativePrompt: string | undefined
  readonly size: ImageSize | undefined
  /** The better of the model's two qualities. */
  readonly premium: boolean | undefined
  readonly cfgScale: number | undefined
  /** `png` or `jpeg`; only where the model has a choice. */
  readonly format: string | undefined
}

/** The images of one answer, as base64, and what kept others from being there. */
export interface MadeImages {
  readonly images: readonly string[]
  /** In the service's words; `undefined` when all went well. */
  readonly problem: string | undefined
}

/** How the image models of one family are spoken to through InvokeModel, in both directions. */
export interface ImageProtocol {
  /** For messages: `Amazon Nova Canvas`. */
  readonly name: string
  /** The most images that one call makes. */
  readonly imagesPerCall: number
  /** Seeds are whole numbers from 0 up to here. */
  readonly maxSeed: number
  /** Whether it has a better and a plain quality. */
  readonly qualities: boolean
  /** Whether `cfg_scale` means something to it. */
  readonly cfgScale: boolean
  /** The first is the default. */
  readonly formats: readonly string[]
  /** What is wrong with a size; `undefined` for one that the model makes. */
  readonly sizeProblem: (size: ImageSize) => string | undefined
  /** What becomes of a size that is made only roughly; `undefined` where pixels are what was asked for. */
  readonly sizeWarning: (size: ImageSize) => string | undefined
  /** The body of one call. */
  readonly toBody: (wishes: ImageWishes, count: number, seed: number) => JsonObject
  /** The images of one answer. */
  readonly toImages: (answer: JsonObject) => MadeImages
}

/** The strings of a list, whatever else is in it. */
export function stringsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((entry: unknown) => typeof entry === 'string') : []
}
