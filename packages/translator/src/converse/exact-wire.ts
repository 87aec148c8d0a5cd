/** Bodies on the wire whose tool inputs are written and read exactly, integers beyond 2^53 included. */
import type {
  ContentBlockDeltaEvent,
  ConverseResponse,
  ConverseStreamOutput,
  MessageStartEvent,
} from '@aws-sdk/client-bedrock-runtime'

import type { ConverseRequest } from './assemble-request.ts'
import { encodeBase64, NodeBuffer } from '../base64.ts'
import { encodeConverse, fromConverseJson, toConverseJson } from './converse-json.ts'
import { rememberExact, stringifyExact } from './exact-json.ts'
import { CONVERSE_ANSWER, CONVERSE_EVENT } from '../shapes/converse-shapes.ts'
import { readAnswerShape } from '../shapes/malformed.ts'
import type { Shape } from '../shapes/read-shape.ts'
import { listMembers } from './list-members.ts'
import { isPlainAnswer } from './plain-answer.ts'
import { isPlainDelta, isPlainStart } from './plain-event.ts'

/**
 * A request as the body that is sent. What stands in the path, the model, is not in it. A long body is bytes where there is a
 * `Buffer`: it is measured, hashed and sent as such, each of which would make its own of a text.
 *
 * @param texts - how long texts are written in JSON, without their quotes, by what they say. Default: they are written anew
 */
export function writeConverseRequest(
  request: ConverseRequest,
  texts?: ReadonlyMap<string, string>,
): string | Uint8Array {
  const body =
    texts === undefined && holdsTextsAlone(request)
      ? JSON.stringify({ ...request, modelId: undefined })
      : writeWithInserts(request, texts)
  return typeof body === 'string' && body.length >= LONG ? (NodeBuffer?.from(body) ?? body) : body
}

/** Whether all blocks of a request are texts, as nearly always: then nothing of it is bytes, or an input of a call. */
function holdsTextsAlone({ system, messages }: ConverseRequest): boolean {
  for (const { guardContent } of system ?? []) if (guardContent !== undefined) return false
  for (const { content } of messages)
    for (const block of content ?? []) if (block.text === undefined) return false
  return true
}

function writeWithInserts(
  request: ConverseRequest,
  texts: ReadonlyMap<string, string> | undefined,
): string | Uint8Array {
  const inputs = request.messages.flatMap(
    ({ content }) => content?.map(({ toolUse }) => toolUse?.input) ?? [],
  )
  const inserts: Insert[] = []
  const insert = (text: string, isFile: boolean) => {
    inserts.push({ text, isFile })
    return INSERT
  }
  const json = encodeConverse(
    request,
    (bytes) => {
      const base64 = encodeBase64(bytes)
      return base64.length < LONG ? base64 : insert(base64, true)
    },
    texts &&
      ((text) => {
        const written = text.length < LONG ? undefined : texts.get(text)
        return written === undefined ? text : insert(written, false)
      }),
  )
  const text = stringifyExact(json, inputs)
  return inserts.length === 0
    ? text
    : (putInto(text, inserts) ?? stringifyExact(toConverseJson(request), inputs))
}

/**
 * Characters from which on a body is bytes, and a string whose form is known is put into a body beside `JSON.stringify`, which looks
 * at each of its characters.
 */
const LONG = 16_384

/** Stands for such a string until the rest is text. */
const INSERT = 'a-long-string'

/** A long string as it is written in JSON, without its quotes. */
interface Insert {
  readonly text: string
  /** It is base64: as many bytes as characters. */
  readonly isFile: boolean
}

/** `undefined` where a text of the request reads like the one that stands for long strings. */
function putInto(text: string, inserts: readonly Insert[]): string | Uint8Array | undefined {
  const parts = text.split(INSERT)
  if (parts.length !== inserts.length + 1) return undefined
  const all = parts.flatMap((part, index) => [
    { text: part, isFile: false },
    ...inserts.slice(index, index + 1),
  ])
  return NodeBuffer === undefined ? all.map((part) => part.text).join('') : toBytes(all, NodeBuffer)
}

function toBytes(parts: readonly Insert[], buffers: typeof Buffer): Uint8Array {
  const lengths = parts.map(({ text, isFile }) => (isFile ? text.length : buffers.byteLength(text)))
  const bytes = buffers.allocUnsafe(lengths.reduce((sum, length) => sum + length, 0))
  let end = 0
  for (const [index, { text }] of parts.entries())
    // ASCII is the same in both, and is written three times as fast as Latin-1.
    end += bytes.write(text, end, lengths[index] === text.length ? 'latin1' : 'utf8')
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
  if (isPlainAnswer(json)) return json as Partial<ConverseResponse>
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
  return type === 'messageStart' && isPlainStart(payload)
    ? { messageStart: payload as MessageStartEvent }
    : readDecoded<ConverseStreamOutput>({ [type]: payload }, CONVERSE_EVENT)
}

/** An answer whose blobs are bytes, checked. Decoding is recursive, so that the depth is checked before. */
function readDecoded<Value>(json: unknown, shape: Shape): Value {
  return readAnswerShape(fromConverseJson(readAnswerShape(json, 'document')), shape)
}
