import type { Dialogue } from './dialogue.ts'
import type { Json } from './recorded.ts'
import { without } from './to-chat.ts'

/** The texts of a dialogue as a body of the old completions. */
export function toCompletions(model: string, { turns, effort, settings, stream }: Dialogue): Json {
  const texts = turns.flatMap((turn) => (turn.role === 'user' ? turn.parts.map(({ text }) => text) : []))
  return {
    model,
    prompt: texts.length > 2 ? texts.slice(0, 2) : texts.join('\n'),
    ...without({
      max_tokens: settings.limit,
      temperature: settings.temperature,
      top_p: settings.topP,
      stop: settings.stop,
      frequency_penalty: settings.penalty,
      seed: settings.seed,
      n: settings.choices,
      user: settings.user,
      reasoning_effort: effort,
      service_tier: settings.tier,
      metadata: settings.metadata,
      stream: stream ? true : undefined,
    }),
  }
}
