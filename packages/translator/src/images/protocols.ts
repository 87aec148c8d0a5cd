import { parseModelId } from '../model-facts/model-id.ts'
import { novaCanvas, titanImage } from './amazon.ts'
import type { ImageProtocol } from './protocol.ts'
import { stability } from './stability.ts'

/**
 * The models of Bedrock that make images from text (2026-11), by the beginning of their bare ids. Stability's editing
 * services are not among them, nor is its retired SDXL, whose bodies were others.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html
 */
const PROTOCOLS: readonly (readonly [string, ImageProtocol])[] = [
  ['amazon.nova-canvas', novaCanvas],
  ['amazon.titan-image-generator', titanImage],
  ['stability.sd3', stability],
  ['stability.stable-image-core', stability],
  ['stability.stable-image-ultra', stability],
]

/** How a model makes images; `undefined` for models that do not, or that are not known here. */
export function imageProtocolOf(id: string): ImageProtocol | undefined {
  const { model } = parseModelId(id)
  return PROTOCOLS.find(([prefix]) => model?.startsWith(prefix) === true)?.[1]
}

/** The image models that are served, for messages: `amazon.nova-canvas...`. */
export function listImageModels(): string[] {
  return PROTOCOLS.map(([prefix]) => `${prefix}...`)
}
