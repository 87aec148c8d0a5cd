import { parseModelId } from '../model-facts/model-id.ts'
import { cohereV3, cohereV4 } from './cohere.ts'
import { nova } from './nova.ts'
import type { EmbeddingProtocol } from './protocol.ts'
import { titanMultimodal } from './titan-multimodal.ts'
import { titanTextV1, titanTextV2 } from './titan.ts'

/**
 * The embedding models of Bedrock (2026-11), by the beginning of their bare ids. The first that fits counts.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html
 */
const PROTOCOLS: readonly (readonly [string, EmbeddingProtocol])[] = [
  ['amazon.titan-embed-image', titanMultimodal],
  ['amazon.titan-embed-text-v2', titanTextV2],
  ['amazon.titan-embed', titanTextV1],
  ['amazon.nova-2-multimodal-embeddings', nova],
  ['cohere.embed-v4', cohereV4],
  ['cohere.embed-english-v3', cohereV3],
  ['cohere.embed-multilingual-v3', cohereV3],
]

/**
 * How a model embeds; `undefined` for models that do not, or that are not known here.
 *
 * @param id a model id, inference profile or ARN that names its foundation model
 */
export function embeddingProtocolOf(id: string): EmbeddingProtocol | undefined {
  const { model } = parseModelId(id)
  return PROTOCOLS.find(([prefix]) => model?.startsWith(prefix) === true)?.[1]
}

/** The embedding models that are served, for messages: `amazon.titan-embed-image...`. */
export function listEmbeddingModels(): string[] {
  return PROTOCOLS.map(([prefix]) => `${prefix}...`)
}
