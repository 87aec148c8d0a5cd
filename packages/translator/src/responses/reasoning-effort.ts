import type { WarningCollector } from '../context.ts'
import { hasAnthropicBeta, readThinking, type ExtensionIntent } from '../converse/extension-intent.ts'
import type { InferenceIntent } from '../converse/inference.ts'
import type { ReasoningIntent } from '../converse/reasoning.ts'
import type { RequestFields } from '../converse/request-table.ts'
import { readStated, type Stated } from '../converse/stated.ts'
import { isAbsent, isObject } from '../json-shape.ts'

/** Values of `reasoning`'s members that ask for what happens anyway. */
const NEUTRAL: ReadonlyMap<string, readonly unknown[]> = new Map<string, readonly unknown[]>([
  ['summary', ['auto', 'detailed']],
  ['generate_summary', ['auto', 'detailed']],
  ['context', ['auto', 'all_turns']],
  ['mode', ['standard']],
])

/** Responses → hub: `reasoning.effort`, `thinking`, or the `-Thinking` of the model's name. */
export function readReasoningIntent(
  request: RequestFields,
  { maxTokens }: Pick<InferenceIntent, 'maxTokens'>,
  extensions: ExtensionIntent,
  warnings: WarningCollector,
): ReasoningIntent {
  const modelName = request.fields['model']
  return {
    effort: readEffort(readStated(request, 'reasoning'), warnings),
    thinking: readThinking(extensions),
    modelName: typeof modelName === 'string' ? modelName : undefined,
    maxTokens: maxTokens[0],
    interleaved: hasAnthropicBeta(extensions, 'interleaved-thinking'),
    historyRemedy:
      'Send all output items of the earlier response, reasoning with its encrypted_content among them.',
  }
}

/** The effort, with a warning for other members of `reasoning`: how much a model shows cannot be set. */
function readEffort(reasoning: Stated | undefined, warnings: WarningCollector): Stated | undefined {
  if (!isObject(reasoning?.value)) return undefined
  const { value: members, path } = reasoning
  for (const [name, value] of Object.entries(members)) {
    if (name === 'effort' || isAbsent(value) || NEUTRAL.get(name)?.includes(value) === true) continue
    warnings.add(
      'unsupported_parameter',
      `${path}.${name}`,
      `${path}.${name} was left out: the answer has the reasoning that the model shows, unchanged.`,
    )
  }
  const { effort } = members
  return isAbsent(effort) ? undefined : { value: effort, path: `${path}.effort` }
}
