import { callOpenAI, failureOf, metadataOf } from '../openai-call.ts'
import type { Service } from '../serve-command.ts'
import { refusal } from '../served-failure.ts'
import type { Json } from './body-format.ts'

/** How the embedding bodies of one family look. */
interface EmbeddingFormat {
  readonly model: RegExp
  /** The texts, and how many numbers each shall become where the body says so. */
  readonly read: (body: Json) => {
    readonly texts: readonly string[]
    readonly dimensions?: number | undefined
  }
  readonly answer: (vectors: readonly (readonly number[])[], body: Json, tokens: number) => Json
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html and `-cohere-embed-v3` */
const FORMATS: readonly EmbeddingFormat[] = [
  {
    model: /amazon\.titan-embed-text/,
    read: (body) => ({
      texts: [String(body['inputText'])],
      dimensions: typeof body['dimensions'] === 'number' ? body['dimensions'] : undefined,
    }),
    answer: ([embedding = []], _body, inputTextTokenCount) => ({
      embedding,
      embeddingsByType: { float: embedding },
      inputTextTokenCount,
    }),
  },
  {
    model: /cohere\.embed/,
    read: (body) => {
      if (!Array.isArray(body['texts']))
        throw refusal('texts: this route embeds texts only, and there are none.')
      return { texts: body['texts'].map(String) }
    },
    answer: (embeddings, body) => ({
      id: crypto.randomUUID(),
      texts: body['texts'],
      ...(Array.isArray(body['embedding_types'])
        ? { response_type: 'embeddings_by_type', embeddings: { float: embeddings } }
        : { response_type: 'embeddings_floats', embeddings }),
    }),
  },
]

/** The format of an embedding body, or `undefined` for models that make no embeddings. */
export function embeddingFormatOf(model: string): EmbeddingFormat | undefined {
  return FORMATS.find((format) => format.model.test(model))
}

/** Serves one embedding call. */
export async function serveEmbeddings(
  service: Service,
  format: EmbeddingFormat,
  model: string,
  body: Json,
): Promise<{ readonly body: Json; readonly $metadata: object }> {
  refuseOtherTypes(body)
  const { texts, dimensions } = format.read(body)
  const request = {
    model,
    input: texts,
    encoding_format: 'float',
    ...(dimensions !== undefined && { dimensions }),
  }
  const response = await callOpenAI(service, '/embeddings', request)
  const { data, usage } = ((await response.json().catch(() => undefined)) ?? {}) as EmbeddingAnswer
  if (!Array.isArray(data)) {
    throw failureOf(502, {
      error: { message: `The route "${service.route.name}" answered with no embeddings.` },
    })
  }
  const vectors = data.toSorted((left, right) => left.index - right.index).map(({ embedding }) => embedding)
  return { body: format.answer(vectors, body, usage?.prompt_tokens ?? 0), $metadata: metadataOf(response) }
}

interface EmbeddingAnswer {
  readonly data?: readonly { readonly index: number; readonly embedding: readonly number[] }[]
  readonly usage?: { readonly prompt_tokens?: number }
}

function refuseOtherTypes(body: Json): void {
  const types: unknown = body['embedding_types'] ?? body['embeddingTypes']
  if (Array.isArray(types) && types.some((type) => type !== 'float')) {
    throw refusal('embedding_types: OpenAI-compatible backends give floats only. Nothing was sent.')
  }
}
