/** Bodies on the wire whose tool inputs are written and read exactly, integers beyond 2^53 included. */
import type { ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'

import type { ConverseRequest } from './assemble-request.ts'
import { fromConverseJson, toConverseJson } from './converse-json.ts'
import { rememberExact, stringifyExact } from './exact-json.ts'
import { CONVERSE_ANSWER, CONVERSE_EVENT } from '../shapes/converse-shapes.ts'
import { readAnswerShape } from '../shapes/malformed.ts'
import type { Shape } from '../shapes/read-shape.ts'
import { listMembers } from './list-members.ts'

/** A request as the text of its body. What stands in the path, the model, is not in it. */
export function stringifyConverseRequest(request: ConverseRequest): string {
  const inputs = request.messages.flatMap(
    ({ content }) => content?.map(({ toolUse }) => toolUse?.input) ?? [],
  )
  return stringifyExact(toConverseJson(request), inputs)
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
