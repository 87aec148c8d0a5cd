import type { ResponseIncludable } from 'openai/resources/responses/responses'

import type { WarningCollector } from '../context.ts'
import { expectArray, expectString, isAbsent } from '../json-shape.ts'

const HOSTED = 'It belongs to a hosted tool, and Bedrock has none.'

/** What `include` may ask for → why the answer lacks it; `undefined` where it does not. */
const INCLUDABLE = {
  'reasoning.encrypted_content': undefined,
  'message.output_text.logprobs': 'Converse returns no log probabilities.',
  'message.input_image.image_url': 'Nothing is stored, and the input is not returned.',
  'code_interpreter_call.outputs': HOSTED,
  'computer_call_output.output.image_url': HOSTED,
  'file_search_call.results': HOSTED,
  'web_search_call.action.sources': HOSTED,
  'web_search_call.results': HOSTED,
} satisfies Record<ResponseIncludable, string | undefined>

/** Warns of everything in `include` that an answer cannot hold. */
export function warnOfIncludes(include: unknown, warnings: WarningCollector): void {
  if (isAbsent(include)) return
  for (const [index, item] of expectArray(include, 'include').entries()) {
    const name = expectString(item, `include[${index}]`)
    const known = Object.hasOwn(INCLUDABLE, name)
    const reason = known ? INCLUDABLE[name as ResponseIncludable] : 'It is not a known value.'
    if (reason !== undefined) {
      warnings.add('unsupported_parameter', `include[${index}]`, `"${name}" is not included. ${reason}`)
    }
  }
}
