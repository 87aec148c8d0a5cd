import type { ConverseResponse } from '@aws-sdk/client-bedrock-runtime'
import { bytesOf } from '../../body-bytes.ts'
import { serveConverse } from '../converse.ts'
import type { ServeCommand, Service } from '../serve-command.ts'
import { refusal } from '../served-failure.ts'
import type { BodyFormat, Json } from './body-format.ts'
import { embeddingFormatOf, serveEmbeddings } from './embeddings.ts'
import { formatOf } from './formats.ts'

/** Serves InvokeModel: by way of Converse, or of embeddings. The body is understood, and answered in kind. */
export const serveInvokeModel: ServeCommand = async (service) => {
  const { model, body } = await readCall(service)
  const embedding = embeddingFormatOf(model)
  if (embedding !== undefined) {
    const embedded = await serveEmbeddings(service, embedding, model, body)
    return { body: payloadOf(embedded.body), contentType: 'application/json', $metadata: embedded.$metadata }
  }
  const { format, converse } = await readInvocation(service)
  const answer = (await serveConverse(converse)) as ConverseResponse & { readonly $metadata: object }
  const payload = payloadOf(format.toAnswer(answer, model))
  return { body: payload, contentType: 'application/json', $metadata: answer.$metadata }
}

/** What an InvokeModel command asks for. */
export interface Invocation {
  readonly model: string
  readonly format: BodyFormat
  /** The same as a Converse command. */
  readonly converse: Service
}

/** @throws ServedFailure for bodies that are no JSON, or of a family that is not served. */
export async function readInvocation(service: Service): Promise<Invocation> {
  const { model, body } = await readCall(service)
  const format = formatOf(model, body)
  if (format === undefined) {
    throw refusal(
      `The route "${service.route.name}" does not understand this InvokeModel body of ${model}. It knows those of Claude, ` +
        'Nova, Llama, Mistral, DeepSeek and Titan text. Use Converse, which serves every model. Nothing was sent.',
    )
  }
  return { model, format, converse: { ...service, input: { ...format.toConverse(body), modelId: model } } }
}

async function readCall({ input }: Service): Promise<{ model: string; body: Json }> {
  if (input['guardrailIdentifier'] !== undefined) {
    throw refusal(
      'guardrailIdentifier has no counterpart in the OpenAI API: this route cannot serve it. Nothing was sent.',
    )
  }
  const model = typeof input['modelId'] === 'string' ? input['modelId'] : ''
  return { model, body: parse(new TextDecoder().decode(await bytesOf(input['body']))) }
}

function parse(text: string): Json {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  } catch {
    // Said below.
  }
  throw refusal(
    'Malformed input request, please reformat your input and try again: body is not a JSON object.',
  )
}

/** Bytes with the method that the SDK gives to payloads. */
function payloadOf(body: Json): Uint8Array {
  const text = JSON.stringify(body)
  const bytes = new TextEncoder().encode(text)
  const transformToString = (encoding?: string): string =>
    encoding === undefined || encoding === 'utf-8' || encoding === 'utf8'
      ? text
      : Buffer.from(bytes).toString(encoding as BufferEncoding)
  return Object.defineProperty(bytes, 'transformToString', { value: transformToString, enumerable: false })
}
