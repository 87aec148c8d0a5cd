import type { ConverseResponse } from '@aws-sdk/client-bedrock-runtime'
import { bytesOf } from '../../body-bytes.ts'
import { serveConverse } from '../converse.ts'
import type { ServeCommand, Service } from '../serve-command.ts'
import { refusal } from '../served-failure.ts'
import type { BodyFormat, Json } from './body-format.ts'
import { formatOf } from './formats.ts'

/** Serves InvokeModel by way of Converse: the body is understood, and answered in kind. */
export const serveInvokeModel: ServeCommand = async (service) => {
  const { model, format, converse } = await readInvocation(service)
  const answer = (await serveConverse(converse)) as ConverseResponse & { readonly $metadata: object }
  const body = payloadOf(format.toAnswer(answer, model))
  return { body, contentType: 'application/json', $metadata: answer.$metadata }
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
  const model = typeof service.input['modelId'] === 'string' ? service.input['modelId'] : ''
  const body = parse(new TextDecoder().decode(await bytesOf(service.input['body'])))
  if (service.input['guardrailIdentifier'] !== undefined) {
    throw refusal(
      'guardrailIdentifier has no counterpart in the OpenAI API: this route cannot serve it. Nothing was sent.',
    )
  }
  const format = formatOf(model, body)
  if (format === undefined) {
    throw refusal(
      `The route "${service.route.name}" does not understand InvokeModel bodies of ${model}: it knows those of Claude and ` +
        'Nova. Use Converse, which serves every model. Nothing was sent.',
    )
  }
  return { model, format, converse: { ...service, input: { ...format.toConverse(body), modelId: model } } }
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
