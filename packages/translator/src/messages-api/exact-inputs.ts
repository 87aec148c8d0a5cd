import { rememberExact, stringifyExact } from '../converse/exact-json.ts'
import { listMembers } from '../converse/list-members.ts'

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
