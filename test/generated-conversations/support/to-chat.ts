import { type AssistantTurn, type Dialogue, PDF, type Part, PNG } from './dialogue.ts'
import type { Json, Recorded } from './recorded.ts'

const MARK = { cache_control: { type: 'ephemeral' } }

/** A dialogue as a body of Chat Completions. */
export function toChat(model: string, dialogue: Dialogue, recorded: Recorded['chat']): Json {
  const { system, turns, tools, choice, parallel, effort, thinking, settings, stream } = dialogue
  const messages = turns.flatMap((turn): Json[] => {
    if (turn.role === 'system') return [{ role: 'system', content: turn.text }]
    if (turn.role === 'user') return [{ role: 'user', content: turn.parts.map(toPart) }]
    return toAssistant(turn, recorded)
  })
  return {
    model,
    messages: system === undefined ? messages : [{ role: 'developer', content: system }, ...messages],
    ...(tools.length === 0 ? {} : { tools: tools.map(toTool) }),
    ...(choice === undefined ? {} : { tool_choice: toChoice(choice) }),
    ...(parallel === undefined ? {} : { parallel_tool_calls: parallel }),
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
    ...(thinking === undefined ? {} : { thinking }),
    ...toFormat(dialogue),
    ...toSettings(settings),
    ...(stream ? { stream } : {}),
  }
}

function toSettings(settings: Dialogue['settings']): Json {
  return without({
    max_completion_tokens: settings.limit,
    temperature: settings.temperature,
    top_p: settings.topP,
    top_k: settings.topK,
    stop: settings.stop,
    frequency_penalty: settings.penalty,
    seed: settings.seed,
    n: settings.choices,
    metadata: settings.metadata,
    service_tier: settings.tier,
    verbosity: settings.verbosity,
    store: settings.store,
    user: settings.user,
  })
}

/** Without the members that are `undefined`. */
export function without(members: Json): Json {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}

function toPart({ type, text, cached }: Part): Json {
  const mark = cached ? MARK : {}
  if (type === 'image')
    return { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` }, ...mark }
  if (type === 'document') {
    const file = { filename: 'a.pdf', file_data: `data:application/pdf;base64,${PDF}` }
    return { type: 'file', file, ...mark }
  }
  return { type: 'text', text, ...mark }
}

function toAssistant({ text, calls, reasoning }: AssistantTurn, recorded: Recorded['chat']): Json[] {
  const tool_calls = calls.map(({ id, name, input }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }))
  const kept = reasoning === undefined ? undefined : recorded[reasoning]
  return [
    { role: 'assistant', content: text, ...kept, ...(calls.length === 0 ? {} : { tool_calls }) },
    ...calls.map(({ id, result }) => ({
      role: 'tool',
      tool_call_id: id,
      content: result.map((part) => toPart({ ...part, cached: false })),
    })),
  ]
}

const toTool = ({ name, description, schema, strict, cached }: Dialogue['tools'][number]): Json => ({
  type: 'function',
  function: { name, ...(description === undefined ? {} : { description }), parameters: schema, strict },
  ...(cached ? MARK : {}),
})

const toChoice = (choice: NonNullable<Dialogue['choice']>): unknown =>
  typeof choice === 'string' ? choice : { type: 'function', function: choice }

function toFormat({ format }: Dialogue): Json {
  if (format === undefined) return {}
  if (format.type === 'text') return { response_format: { type: 'text' } }
  if (format.type === 'json') return { response_format: { type: 'json_object' } }
  const { schema, strict } = format
  return { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema, strict } } }
}
