import { isJSONAnswer, mapJSONAnswer } from './answer.ts'
import type { GatewayRequest } from './gateway-types.ts'
import { isRecord } from '../internal/is-record.ts'

/**
 * Portkey answers embeddings in floats only: a request for base64, OpenAI's clients' default, gets nothing.
 * So the request asks for floats, and the answer gets the format that the caller requested.
 */
export function askForFloats(
  body: Readonly<Record<string, unknown>>,
  request: GatewayRequest,
): Readonly<Record<string, unknown>> {
  if (request.endpoint !== '/embeddings' || body['encoding_format'] === 'float') return body
  return { ...body, encoding_format: 'float' }
}

/** Turns the floats of an answer into base64 where the caller requested it. */
export function answerInAskedEncoding(
  response: Response,
  request: GatewayRequest,
): Response | Promise<Response> {
  const body = request.json()
  const wantsBase64 = isRecord(body) && body['encoding_format'] === 'base64'
  if (request.endpoint !== '/embeddings' || !wantsBase64 || !isJSONAnswer(response)) return response
  return mapJSONAnswer(response, encodeEmbeddings)
}

function encodeEmbeddings(answer: unknown): unknown {
  if (!isRecord(answer) || !Array.isArray(answer['data'])) return answer
  return { ...answer, data: answer['data'].map(encodeItem) }
}

function encodeItem(item: unknown): unknown {
  if (!isRecord(item) || !isNumbers(item['embedding'])) return item
  return { ...item, embedding: base64OfFloats(item['embedding']) }
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((number) => typeof number === 'number')
}

/** Base64 of the numbers as float32, little endian: the form that OpenAI's clients decode. */
export function base64OfFloats(numbers: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(numbers.length * 4))
  for (const [index, number] of numbers.entries()) view.setFloat32(index * 4, number, true)
  let binary = ''
  for (const byte of new Uint8Array(view.buffer)) binary += String.fromCharCode(byte)
  return btoa(binary)
}
