import { type AssistantTurn, type Dialogue, PDF, type Part, PNG } from './dialogue.ts'
import type { Json, Recorded } from './recorded.ts'
import { without } from './to-chat.ts'

const MARK = { cache_control: { type: 'ephemeral' } }

/** A dialogue as a body of Messages. */
export function toMessages(model: string, dialogue: Dialogue, recorded: Recorded['messages']): Json {
  const { system, turns, tools, thinking, effort, format, settings, stream } = dialogue
  const schema = format?.type === 'schema' ? { type: 'json_schema', schema: format.schema } : undefined
  const config = without({
    effort: effort === 'none' || effort === 'minimal' ? undefined : effort,
    format: schema,
  })
  const budget = Number(thinking?.['budget_tokens'] ?? 0)
  return {
    model,
    max_tokens: Math.max(settings.limit ?? 2000, budget + 1),
    messages: turns.flatMap((turn): Json[] => {
      if (turn.role === 'system') return [{ role: 'system', content: turn.text }]
      if (turn.role === 'user') return [{ role: 'user', content: turn.parts.map(toPart) }]
      return toTurns(turn, recorded)
    }),
    ...without({
      system,
      tools: tools.length === 0 ? undefined : tools.map(toTool),
      tool_choice: toChoice(dialogue),
      thinking,
      output_config: Object.keys(config).length === 0 ? undefined : config,
      temperature: settings.temperature,
      top_p: settings.topP,
      top_k: settings.topK,
      stop_sequences: settings.stop?.filter((text) => text.trim() !== ''),
      metadata: settings.user === undefined ? undefined : { user_id: settings.user },
      service_tier:
        settings.tier === 'default' ? 'standard_only' : settings.tier === 'auto' ? 'auto' : undefined,
      stream: stream ? true : undefined,
    }),
  }
}

function toPart({ type, text, cached }: Part): Json {
  const mark = cached ? MARK : {}
  if (type === 'image') {
    return { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG }, ...mark }
  }
  if (type === 'document') {
    return { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: PDF }, ...mark }
  }
  return { type: 'text', text, ...mark }
}

function toTurns({ text, calls, reasoning }: AssistantTurn, recorded: Recorded['messages']): Json[] {
  const kept = reasoning === undefined ? undefined : recorded[reasoning]
  const uses = calls.map(({ id, name, input }) => ({ type: 'tool_use', id, name, input }))
  const results = calls.map(({ id, result, failed }) => ({
    type: 'tool_result',
    tool_use_id: id,
    // Errors are told in words: https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use
    content: result.map((part) => toPart({ ...part, type: failed ? 'text' : part.type, cached: false })),
    ...(failed ? { is_error: true } : {}),
  }))
  return [
    { role: 'assistant', content: [...(kept ?? []), { type: 'text', text }, ...uses] },
    ...(results.length === 0 ? [] : [{ role: 'user', content: results }]),
  ]
}

const toTool = ({ name, description, schema, cached }: Dialogue['tools'][number]): Json => ({
  name,
  ...(description === undefined ? {} : { description }),
  input_schema: schema,
  ...(cached ? MARK : {}),
})

const CHOICES = { auto: 'auto', none: 'none', required: 'any' } as const

function toChoice({ choice, parallel, tools }: Dialogue): Json | undefined {
  if (tools.length === 0 || (choice === undefined && parallel !== false)) return undefined
  const type = typeof choice === 'object' ? { type: 'tool', ...choice } : { type: CHOICES[choice ?? 'auto'] }
  return parallel === false && choice !== 'none' ? { ...type, disable_parallel_tool_use: true } : type
}
