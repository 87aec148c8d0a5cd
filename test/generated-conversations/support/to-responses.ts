import { type AssistantTurn, type Dialogue, PDF, type Part, PNG } from './dialogue.ts'
import type { Json, Recorded } from './recorded.ts'
import { without } from './to-chat.ts'

/** A dialogue as a body of Responses. */
export function toResponses(model: string, dialogue: Dialogue, recorded: Recorded['responses']): Json {
  const { system, turns, tools, choice, parallel, effort, settings, stream } = dialogue
  return {
    model,
    input: turns.flatMap((turn): Json[] => {
      if (turn.role === 'system') return [{ role: 'developer', content: turn.text }]
      if (turn.role === 'user') return [{ role: 'user', content: turn.parts.map(toPart) }]
      return toItems(turn, recorded)
    }),
    ...without({
      instructions: system,
      tools: tools.length === 0 ? undefined : tools.map(toTool),
      tool_choice: typeof choice === 'object' ? { type: 'function', ...choice } : choice,
      parallel_tool_calls: parallel,
      reasoning: effort === undefined ? undefined : { effort, summary: 'auto' },
      text: toText(dialogue),
      max_output_tokens: settings.limit,
      temperature: settings.temperature,
      top_p: settings.topP,
      metadata: settings.metadata,
      service_tier: settings.tier,
      store: settings.store,
      user: settings.user,
      include: settings.store === false ? ['reasoning.encrypted_content'] : undefined,
      stream: stream ? true : undefined,
    }),
  }
}

function toPart({ type, text }: Part): Json {
  if (type === 'image') {
    return { type: 'input_image', detail: 'auto', image_url: `data:image/png;base64,${PNG}` }
  }
  if (type === 'document') {
    return { type: 'input_file', filename: 'a.pdf', file_data: `data:application/pdf;base64,${PDF}` }
  }
  return { type: 'input_text', text }
}

function toItems({ text, calls, reasoning }: AssistantTurn, recorded: Recorded['responses']): Json[] {
  const kept = reasoning === undefined ? undefined : recorded[reasoning]
  return [
    ...(kept ?? []),
    { role: 'assistant', content: text },
    ...calls.map(({ id, name, input }) => ({
      type: 'function_call',
      call_id: id,
      name,
      arguments: JSON.stringify(input),
    })),
    ...calls.map(({ id, result }) => ({
      type: 'function_call_output',
      call_id: id,
      output: result.map(toPart),
    })),
  ]
}

const toTool = ({ name, description, schema, strict }: Dialogue['tools'][number]): Json => ({
  type: 'function',
  name,
  ...(description === undefined ? {} : { description }),
  parameters: schema,
  strict,
})

function toText({ format, settings: { verbosity } }: Dialogue): Json | undefined {
  if (format === undefined && verbosity === undefined) return undefined
  return without({ format: toFormat(format), verbosity })
}

function toFormat(format: Dialogue['format']): Json | undefined {
  if (format === undefined) return undefined
  if (format.type === 'text') return { type: 'text' }
  if (format.type === 'json') return { type: 'json_object' }
  return { type: 'json_schema', name: 'answer', schema: format.schema, strict: format.strict }
}
