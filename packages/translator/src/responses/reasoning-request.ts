import type { WarningCollector } from '../context.ts'
import { isAbsent, isObject } from '../json-shape.ts'

/** Members of `reasoning` that ask for nothing that would not happen anyway. */
const NEUTRAL: ReadonlyMap<string, readonly unknown[]> = new Map<string, readonly unknown[]>([
  ['summary', ['auto', 'detailed']],
  ['generate_summary', ['auto', 'detailed']],
  ['context', ['auto', 'all_turns']],
  ['mode', ['standard']],
])

/** Warns of what `reasoning` asks beyond its `effort`. Models show as much of their reasoning as they show. */
export function readReasoning(reasoning: unknown, warnings: WarningCollector): void {
  if (!isObject(reasoning)) return
  for (const [name, value] of Object.entries(reasoning)) {
    if (name === 'effort' || isAbsent(value) || NEUTRAL.get(name)?.includes(value) === true) continue
    warnings.add(
      'unsupported_parameter',
      `reasoning.${name}`,
      `reasoning.${name} was left out: reasoning comes whole, as the model shows it, and goes back whole.`,
    )
  }
}
