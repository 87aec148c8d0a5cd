import type { ResponseIncludable } from 'openai/resources/responses/responses'

import type { WarningCollector } from '../context.ts'
import { expectArray, expectString, isAbsent } from '../json-shape.ts'

const HOSTED = 'It is a part of a hosted tool, and there are none.'

/** What may be asked for beyond the answer → why it is not there; `undefined` where it is. */
const INCLUDABLE = {
  'reasoning.encrypted_content': undefined,
  'message.output_text.logprobs': 'Converse gives no log probabilities.',
  'message.input_image.image_url': 'Nothing is stored, and input is not given back.',
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
    const reason = known ? INCLUDABLE[name as ResponseIncludable] : 'It is not known here.'
    if (reason !== undefined) {
      warnings.add('unsupported_parameter', `include[${index}]`, `"${name}" is not included. ${reason}`)
    }
  }
}
