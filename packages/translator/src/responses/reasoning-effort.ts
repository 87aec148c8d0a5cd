import type { WarningCollector } from '../context.ts'
import { hasAnthropicBeta, readThinking } from '../converse/extension-intent.ts'
import type { InferenceIntent } from '../converse/inference.ts'
import type { ReasoningIntent } from '../converse/reasoning.ts'
import type { RequestFields } from '../converse/request-table.ts'
import { readStated, type Stated } from '../converse/stated.ts'
import { isAbsent, isObject } from '../json-shape.ts'

/** Members of `reasoning` that ask for nothing that would not happen anyway. */
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
  warnings: WarningCollector,
): ReasoningIntent {
  const modelName = request.fields['model']
  return {
    effort: readEffort(readStated(request, 'reasoning'), warnings),
    thinking: readThinking(request),
    modelName: typeof modelName === 'string' ? modelName : undefined,
    maxTokens: maxTokens[0],
    interleaved: hasAnthropicBeta(request, 'interleaved-thinking'),
    historyRemedy:
      'Send all output items of the earlier response, reasoning with its encrypted_content among them.',
  }
}

/** The effort; a warning for what else `reasoning` asks. Models show as much of their reasoning as they show. */
function readEffort(reasoning: Stated | undefined, warnings: WarningCollector): Stated | undefined {
  if (!isObject(reasoning?.value)) return undefined
  const { value: members, path } = reasoning
  for (const [name, value] of Object.entries(members)) {
    if (name === 'effort' || isAbsent(value) || NEUTRAL.get(name)?.includes(value) === true) continue
    warnings.add(
      'unsupported_parameter',
      `${path}.${name}`,
      `${path}.${name} was left out: reasoning comes whole, as the model shows it, and goes back whole.`,
    )
  }
  const { effort } = members
  return isAbsent(effort) ? undefined : { value: effort, path: `${path}.effort` }
}
