import { embed } from '../model-simulator/embedding.ts'
import { countTokens } from '../model-simulator/limits.ts'
import { modelOf, type OpenAIAnswer, type OpenAIRequest } from './openai-answer.ts'

const DEFAULT_DIMENSIONS = 1536

/** POST .../embeddings: floats, or base64 of little-endian float32 where the request asks for it. */
export function embeddings({ body }: OpenAIRequest): OpenAIAnswer {
  const input = body['input']
  const isOne = typeof input === 'string' || (Array.isArray(input) && typeof input[0] === 'number')
  const texts = (isOne ? [input] : Array.isArray(input) ? input : []).map((item) =>
    typeof item === 'string' ? item : JSON.stringify(item),
  )
  const dimensions = typeof body['dimensions'] === 'number' ? body['dimensions'] : DEFAULT_DIMENSIONS
  const asBase64 = body['encoding_format'] === 'base64'
  const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0)
  return {
    body: {
      object: 'list',
      model: modelOf(body),
      data: texts.map((text, index) => {
        const vector = embed(text, dimensions)
        return { object: 'embedding', index, embedding: asBase64 ? toBase64(vector) : vector }
      }),
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    },
  }
}

function toBase64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4)
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4)
  return bytes.toString('base64')
}
