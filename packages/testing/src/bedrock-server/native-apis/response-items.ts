import { invalid, type Rejection } from '../service-error.ts'
import { isEncryptedBy } from './encrypted-reasoning.ts'
import { listObjects } from './list-objects.ts'
import { refusedImages, refuseParameter, type OpenAIRule } from './openai-rules.ts'
import { textOf } from './text-of.ts'

/** Items that the service does not take: https://github.com/BerriAI/litellm/issues/36546 */
const REFUSED_ITEMS = /^(?:compaction|local_shell_call|tool_search_|agent_message)/

export const itemsAreTaken: OpenAIRule = (context) => {
  const items = listObjects(context.body['input'])
  for (const [index, item] of items.entries()) {
    const type = textOf(item['type'] ?? 'message')
    if (REFUSED_ITEMS.test(type)) {
      return refuseParameter(`input[${index}]`, `Invalid value: '${type}'.`, 'invalid_value')
    }
    const rejection = type === 'reasoning' ? refusedReasoning(item, index, items, context) : undefined
    if (rejection) return rejection
  }
  const hasImages = JSON.stringify(items).includes('"input_image"')
  return refusedImages(hasImages, context)
}

/** Encrypted reasoning belongs to the family that wrote it, and stands before what came of it. */
function refusedReasoning(
  { id, encrypted_content: content }: Readonly<Record<string, unknown>>,
  index: number,
  items: readonly Readonly<Record<string, unknown>>[],
  { bareModelId }: { readonly bareModelId: string },
): Rejection | undefined {
  if (content !== undefined && content !== null && !isEncryptedBy(familyNameOf(bareModelId), content)) {
    return refuseParameter(
      `input[${index}].encrypted_content`,
      `The encrypted content for item ${textOf(id)} could not be verified. Reason: Encrypted content could not be decrypted or parsed.`,
      'invalid_encrypted_content',
    )
  }
  const next = items[index + 1]
  const follows = next !== undefined && next['role'] !== 'user' && next['type'] !== 'function_call_output'
  return follows
    ? undefined
    : invalid(`Item '${textOf(id)}' of type 'reasoning' was provided without its required following item.`)
}

/** What `encryptReasoning` calls the family of a bare id. */
export function familyNameOf(bareModelId: string): string {
  return bareModelId.startsWith('openai.gpt-oss') ? 'gpt-oss' : bareModelId.replace(/\..*/, '')
}

/** Every call has its output, and every output its call, unless an earlier response holds it. */
export const callsHaveOutputs: OpenAIRule = ({ body: { input, previous_response_id: previous } }) => {
  const items = listObjects(input)
  const calls = idsOf(items, /^(?:function|custom_tool)_call$/)
  const outputs = idsOf(items, /_call_output$/)
  const unanswered = calls.find((id) => !outputs.includes(id))
  if (unanswered !== undefined) {
    return refuseParameter('input', `No tool output found for function call ${unanswered}.`, 'invalid_value')
  }
  const orphan = typeof previous === 'string' ? undefined : outputs.find((id) => !calls.includes(id))
  return orphan === undefined
    ? undefined
    : refuseParameter(
        'input',
        `No tool call found for function call output with call_id ${orphan}.`,
        'invalid_value',
      )
}

function idsOf(items: readonly Readonly<Record<string, unknown>>[], type: RegExp): string[] {
  return items.flatMap((item) => (type.test(textOf(item['type'])) ? [textOf(item['call_id'])] : []))
}
