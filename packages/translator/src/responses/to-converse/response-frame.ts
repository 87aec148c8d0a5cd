import type { Response, Tool } from 'openai/resources/responses/responses'

import type { TranslationContext } from '../../context.ts'
import { isAbsent, isObject } from '../../json-shape.ts'
import type { ResponseBody } from '../openai-types.ts'
import type { ResponseEcho } from '../response-context.ts'

/** Fields of the request that a response repeats unchanged, if they are present. */
const REPEATED = [
  'max_tool_calls',
  'prompt_cache_key',
  'prompt_cache_retention',
  'safety_identifier',
  'user',
] as const satisfies readonly (keyof ResponseEcho)[]

/** A response before its output: what it repeats of its request, with OpenAI's defaults. */
export function toResponseFrame(echo: ResponseEcho, context: TranslationContext): ResponseBody {
  return {
    id: context.id,
    object: 'response',
    created_at: context.created,
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    instructions: echo.instructions ?? null,
    max_output_tokens: echo.max_output_tokens ?? null,
    metadata: echo.metadata ?? {},
    model: context.model.id,
    output: [],
    parallel_tool_calls: echo.parallel_tool_calls ?? true,
    previous_response_id: null,
    reasoning: { effort: echo.reasoning?.effort ?? null, summary: echo.reasoning?.summary ?? null },
    // Nothing is stored, even if the request asks for it.
    store: false,
    temperature: echo.temperature ?? 1,
    text: { ...echo.text, format: echo.text?.format ?? { type: 'text' } },
    tool_choice: echo.tool_choice ?? 'auto',
    tools: (echo.tools ?? []).map(toTool),
    top_logprobs: echo.top_logprobs ?? 0,
    top_p: echo.top_p ?? 1,
    truncation: 'disabled',
    ...repeated(echo),
  } as ResponseBody
}

/** Responses contain every member of a function, also those that requests may omit. */
function toTool(tool: Tool): Tool {
  if (!isObject(tool) || tool.type !== 'function') return tool
  return { ...tool, parameters: tool.parameters ?? null, strict: tool.strict ?? null }
}

function repeated(echo: ResponseEcho): Partial<Response> {
  const kept: { [Name in keyof ResponseEcho]?: unknown } = {}
  for (const name of REPEATED) if (!isAbsent(echo[name])) kept[name] = echo[name]
  return kept as Partial<Response>
}
