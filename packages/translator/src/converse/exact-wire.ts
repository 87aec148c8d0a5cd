/** Bodies on the wire whose tool inputs are written and read exactly, integers beyond 2^53 included. */
import type {
  ContentBlockDeltaEvent,
  ConverseResponse,
  ConverseStreamOutput,
} from '@aws-sdk/client-bedrock-runtime'

import type { ConverseRequest } from './assemble-request.ts'
import { encodeBase64, NodeBuffer } from '../base64.ts'
import { encodeConverse, fromConverseJson, toConverseJson } from './converse-json.ts'
import { rememberExact, stringifyExact } from './exact-json.ts'
import { CONVERSE_ANSWER, CONVERSE_EVENT } from '../shapes/converse-shapes.ts'
import { readAnswerShape } from '../shapes/malformed.ts'
import type { Shape } from '../shapes/read-shape.ts'
import { listMembers } from './list-members.ts'
import { isPlainDelta } from './plain-delta.ts'

/**
 * A request as the body that is sent. What stands in the path, the model, is not in it. A long body is bytes where there is a
 * `Buffer`: it is measured, hashed and sent as such, each of which would make its own of a text.
 */
export function writeConverseRequest(request: ConverseRequest): string | Uint8Array {
  const inputs = request.messages.flatMap(
    ({ content }) => content?.map(({ toolUse }) => toolUse?.input) ?? [],
  )
  const files: string[] = []
  const json = encodeConverse(request, (bytes) => {
    const base64 = encodeBase64(bytes)
    if (base64.length < LONG) return base64
    files.push(base64)
    return FILE
  })
  const text = stringifyExact(json, inputs)
  const body =
    files.length === 0 ? text : (insertFiles(text, files) ?? stringifyExact(toConverseJson(request), inputs))
  return typeof body === 'string' && body.length >= LONG ? (NodeBuffer?.from(body) ?? body) : body
}

/**
 * Characters from which on a body is bytes, and a file in base64 is put into a body beside `JSON.stringify`, which looks at each of
 * them.
 */
const LONG = 16_384

/** Stands for a long file until the rest is text. */
const FILE = 'a-long-file-in-base64'

/** `undefined` where a text of the request reads like the one that stands for files. */
function insertFiles(text: string, files: readonly string[]): string | Uint8Array | undefined {
  const parts = text.split(FILE)
  if (parts.length !== files.length + 1) return undefined
  return NodeBuffer === undefined
    ? parts.map((part, index) => part + (files[index] ?? '')).join('')
    : joinBytes(parts, files, NodeBuffer)
}

function joinBytes(parts: readonly string[], files: readonly string[], buffers: typeof Buffer): Uint8Array {
  const length = parts.reduce((sum, part) => sum + buffers.byteLength(part), 0)
  const bytes = buffers.allocUnsafe(files.reduce((sum, file) => sum + file.length, length))
  let end = 0
  for (const [index, part] of parts.entries()) {
    end += bytes.write(part, end)
    end += bytes.write(files[index] ?? '', end, 'latin1')
  }
  return bytes
}

/**
 * An answer of Converse as the AWS SDK types it.
 *
 * @param json - the body, parsed
 * @param text - the same as it came
 * @throws TranslationError 502 that names the member which is not of its type
 */
export function readConverseAnswer(json: unknown, text: string): Partial<ConverseResponse> {
  const answer = readDecoded<Partial<ConverseResponse>>(json, CONVERSE_ANSWER)
  rememberExact(answer, text, (body) =>
    listMembers(body, ['output', 'message', 'content', 'toolUse', 'input']),
  )
  return answer
}

/**
 * An event of ConverseStream as the AWS SDK types it.
 *
 * @param payload - its JSON, parsed
 * @throws TranslationError 502 that names the member which is not of its type
 */
export function readConverseEvent(type: string, payload: unknown): ConverseStreamOutput {
  if (type === 'contentBlockDelta' && isPlainDelta(payload))
    return { contentBlockDelta: payload as ContentBlockDeltaEvent }
  return readDecoded<ConverseStreamOutput>({ [type]: payload }, CONVERSE_EVENT)
}

/** An answer whose blobs are bytes, checked. Decoding is recursive, so that the depth is checked before. */
function readDecoded<Value>(json: unknown, shape: Shape): Value {
  return readAnswerShape(fromConverseJson(readAnswerShape(json, 'document')), shape)
}

/** Remembers the exact inputs of the calls in a request of Anthropic's Messages API. */
export function rememberMessageInputs(body: unknown, text: string): void {
  rememberExact(body, text, listMessageInputs)
}

/** A request or an answer of Anthropic's Messages API as the text of its body. */
export function stringifyMessages(body: unknown): string {
  return stringifyExact(body, [...listMessageInputs(body), ...listMembers(body, ['content', 'input'])])
}

function listMessageInputs(body: unknown): unknown[] {
  return listMembers(body, ['messages', 'content', 'input'])
}
