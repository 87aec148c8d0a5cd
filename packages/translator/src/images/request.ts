import { WarningCollector } from '../context.ts'
import type { Translated } from '../context.ts'
import { readEndpointFields } from '../endpoint-fields.ts'
import { reject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { TranslationError } from '../translation-error.ts'
import { IMAGE_FIELDS } from './fields.ts'
import type { ImageProtocol, ImageSize, ImageWishes } from './protocol.ts'
import { imageProtocolOf, listImageModels } from './protocols.ts'

/** OpenAI's own bound. */
const MOST_IMAGES = 10

/** OpenAI's words for quality; `undefined`: the model's default. */
const QUALITIES: Readonly<Record<string, boolean | undefined>> = {
  auto: undefined,
  standard: false,
  low: false,
  medium: false,
  hd: true,
  high: true,
  xhigh: true,
  max: true,
}

/** What a pure translator of image requests may not find out for itself. */
export interface ImageContext {
  /** What is sent to. */
  readonly id: string
  /** The id of the foundation model behind it, where `id` does not say. */
  readonly foundationModel?: string | undefined
  /** Seconds since the epoch. */
  readonly created: number
  /** From 0 to 1, 1 excluded: where the seed comes from when the request names none. */
  readonly random: number
}

/** The calls that serve one image request, and what their answers are translated with. */
export interface ImageCalls {
  /** Bodies of InvokeModel. Their answers, in this order, make the answer. */
  readonly bodies: readonly JsonObject[]
  /** How many images they make together. */
  readonly images: number
  readonly protocol: ImageProtocol
  readonly size: ImageSize | undefined
  readonly format: string
}

/**
 * OpenAI image generation → InvokeModel bodies. Pure.
 *
 * @throws TranslationError (400) naming the field at fault and the remedy
 */
export function toImageCalls(body: unknown, context: ImageContext): Translated<ImageCalls> {
  const warnings = new WarningCollector()
  const fields = readEndpointFields(body, IMAGE_FIELDS, warnings)
  const protocol = requireProtocol(context)
  const images = readCount(fields['n'])
  const wishes = readWishes(fields, protocol, warnings)
  const seed = readSeed(fields['seed'], protocol, context)
  const counts = toCounts(images, protocol.imagesPerCall)
  return {
    value: {
      bodies: counts.map((count, call) =>
        protocol.toBody(wishes, count, (seed + call) % (protocol.maxSeed + 1)),
      ),
      images,
      protocol,
      size: wishes.size,
      format: wishes.format ?? protocol.formats[0] ?? 'png',
    },
    warnings: warnings.list(),
  }
}

function requireProtocol({ id, foundationModel }: ImageContext): ImageProtocol {
  const protocol = imageProtocolOf(foundationModel ?? id)
  if (protocol !== undefined) return protocol
  throw new TranslationError(
    `${id} is not an image model that this route knows. It serves ${listImageModels().join(', ')}.`,
    { param: 'model', code: 'unsupported_model' },
  )
}

function readWishes(fields: JsonObject, protocol: ImageProtocol, warnings: WarningCollector): ImageWishes {
  const { prompt, negative_prompt: negativePrompt, cfg_scale: cfgScale } = fields
  if (typeof prompt !== 'string' || prompt.trim() === '')
    return reject('prompt', 'prompt must say what the image shall show.')
  const knowsScale = cfgScale === undefined || protocol.cfgScale
  if (!knowsScale) warnIgnored('cfg_scale', protocol, warnings)
  return {
    prompt,
    negativePrompt: negativePrompt as string | undefined,
    size: readSize(fields['size'], protocol, warnings),
    premium: readQuality(fields['quality'], protocol, warnings),
    cfgScale: knowsScale ? (cfgScale as number | undefined) : undefined,
    format: readFormat(fields['output_format'], protocol),
  }
}

function readCount(n: unknown): number {
  if (n === undefined) return 1
  const count = n as number
  return count >= 1 && count <= MOST_IMAGES
    ? count
    : reject('n', `n must be a whole number from 1 to ${MOST_IMAGES}.`)
}

function readSize(
  value: unknown,
  protocol: ImageProtocol,
  warnings: WarningCollector,
): ImageSize | undefined {
  if (value === undefined || value === 'auto') return undefined
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(value as string) ?? []
  const size = { width: Number(width), height: Number(height) }
  const problem =
    width === undefined || size.width === 0 || size.height === 0
      ? '"auto" or width and height such as 1024x1024'
      : protocol.sizeProblem(size)
  if (problem !== undefined) reject('size', `size must be ${problem}, for ${protocol.name}.`)
  const warning = protocol.sizeWarning(size)
  if (warning !== undefined) warnings.add('size_approximated', 'size', warning)
  return size
}

function readQuality(
  value: unknown,
  protocol: ImageProtocol,
  warnings: WarningCollector,
): boolean | undefined {
  if (value === undefined) return undefined
  const quality = value as string
  if (!Object.hasOwn(QUALITIES, quality))
    return reject('quality', `quality must be one of ${Object.keys(QUALITIES).join(', ')}.`)
  const premium = QUALITIES[quality]
  if (protocol.qualities) return premium
  if (premium === true) warnIgnored('quality', protocol, warnings)
  return undefined
}

function readFormat(value: unknown, { formats, name }: ImageProtocol): string | undefined {
  if (value === undefined) return undefined
  if (!formats.includes(value as string))
    reject('output_format', `output_format must be ${formats.join(' or ')}, for ${name}.`)
  return value as string
}

function readSeed(value: unknown, { maxSeed, name }: ImageProtocol, { random }: ImageContext): number {
  if (value === undefined) return Math.floor(random * (maxSeed + 1))
  const seed = value as number
  return seed >= 0 && seed <= maxSeed
    ? seed
    : reject('seed', `seed must be a whole number from 0 to ${maxSeed}, for ${name}.`)
}

function warnIgnored(field: string, { name }: ImageProtocol, warnings: WarningCollector): void {
  warnings.add('unsupported_parameter', field, `${name} models know no ${field}; it was left out.`)
}

/** How many images each call makes. */
function toCounts(images: number, most: number): number[] {
  return Array.from({ length: Math.ceil(images / most) }, (_, call) => Math.min(most, images - call * most))
}
