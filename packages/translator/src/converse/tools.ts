import type {
  ConverseCommandInput,
  OutputConfig,
  Tool,
  ToolConfiguration,
} from '@aws-sdk/client-bedrock-runtime'
import type {
  ChatCompletionCreateParams,
  ChatCompletionFunctionTool,
} from 'openai/resources/chat/completions'

import type { TranslationContext, WarningCollector } from '../context.ts'
import { isObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import { TranslationError } from '../translation-error.ts'
import { toCachePoints, type CacheScope } from './cache-point.ts'
import { readFunctions, readHistoryNames, type CallerFunction } from '../chat-completions/caller-functions.ts'
import { toObjectSchema, toStructuredSchema, type JsonSchema } from './json-schema.ts'
import { readExtra } from './extension-fields.ts'
import {
  canBeStrict,
  toResponseFormat,
  toToolInstruction,
  type ResponseFormatFields,
} from './response-format.ts'
import { readToolChoice, toAnthropicToolChoice, toToolChoice, type WantedToolChoice } from './tool-choice.ts'
import type { ToolNames } from './tool-names.ts'

type ToolSpec = NonNullable<Tool['toolSpec']>
type SchemaDocument = NonNullable<NonNullable<ToolSpec['inputSchema']>['json']>

/** What the request's tools and its `response_format` become. */
export interface ToolFields {
  readonly toolConfig?: ToolConfiguration
  /** A part of `outputConfig`: a JSON schema for the text. */
  readonly outputConfig?: OutputConfig
  /** Goes into the responseContext: the tool whose arguments are the content of the answer. */
  readonly structuredOutputTool?: string
  /** Goes into the responseContext: calls in the answer are to be dropped. */
  readonly suppressToolCalls: boolean
  /** Parts of `additionalModelRequestFields`. */
  readonly additionalFields?: NonNullable<ConverseCommandInput['additionalModelRequestFields']>
  /** A sentence to add to the system text. */
  readonly instruction?: string
}

/**
 * OpenAI → Converse: `tools` (or legacy `functions`), `tool_choice`, `parallel_tool_calls` and `response_format`.
 *
 * @param names - the names of all tools in the request, those of its history too
 * @param thinking - the model thinks in this request, and then cannot be forced to call a tool
 * @throws TranslationError (400) for custom tools, a choice of a tool that is not there, and models without tools
 */
export function toToolConfiguration(
  body: ChatCompletionCreateParams,
  names: ToolNames,
  context: TranslationContext,
  warnings: WarningCollector,
  thinking: boolean,
): ToolFields {
  const wanted = readToolChoice(body)
  const request: ToolRequest = {
    wanted,
    offered: readFunctions(body, wanted, warnings),
    historyNames: readHistoryNames(body),
    responseFormat: body.response_format,
    parallel: body.parallel_tool_calls !== false,
    cacheTtl: readCacheTtl(body),
    thinking: () => thinking,
  }
  return configureTools(request, names, context, warnings)
}

/** What a protocol says of its tools. Names are the caller's own. */
export interface ToolRequest {
  readonly wanted: WantedToolChoice
  readonly offered: readonly CallerFunction[]
  /** The tools that were called in the history, each once. */
  readonly historyNames: readonly string[]
  readonly responseFormat: ChatCompletionCreateParams['response_format']
  /** Several calls at once are welcome. */
  readonly parallel: boolean
  readonly cacheTtl: string | undefined
  /** Whether the model thinks in this request. Asked only when there are tools. */
  readonly thinking: () => boolean
}

/**
 * The tools of any protocol → Converse.
 *
 * @throws TranslationError (400) for a choice of a tool that is not there, and models without tools
 */
export function configureTools(
  request: ToolRequest,
  names: ToolNames,
  context: TranslationContext,
  warnings: WarningCollector,
): ToolFields {
  const { capabilities } = context.model
  const { wanted, offered, historyNames, cacheTtl } = request
  const active = wanted.mode === 'none' ? [] : offered
  if (!capabilities.tools && (active.length > 0 || historyNames.length > 0)) rejectTools(active.length > 0)
  requireChosenTools(wanted, active)

  const kept = active.length > 0 || historyNames.length === 0 ? active : offered
  const specs = kept.map((tool) => toToolSpec(tool, names, capabilities, warnings))
  const placeholders =
    specs.length > 0 || historyNames.length === 0
      ? []
      : historyNames.map((name) => placeholderSpec(names.toBedrock(name)))
  const takenNames = new Set([...specs, ...placeholders].map((spec) => spec.name ?? ''))
  for (const name of historyNames) takenNames.add(names.toBedrock(name))
  const format = toResponseFormat(
    { response_format: request.responseFormat },
    capabilities,
    takenNames,
    warnings,
  )

  const scope: CacheScope = { context, warnings, cacheTtl }
  const tools = [...specs, ...placeholders].flatMap((toolSpec, index): Tool[] => {
    const tool = kept[index]
    return [
      { toolSpec },
      ...(tool === undefined ? [] : toCachePoints(tool.source, tool.path, 'tools', scope)),
    ]
  })
  const callable = active.length > 0
  return assemble({ request, names, context, warnings, wanted, tools, callable, format })
}

function readCacheTtl(body: ChatCompletionCreateParams): string | undefined {
  const options = readExtra(body, 'prompt_cache_options')
  return isObject(options) && typeof options['ttl'] === 'string' ? options['ttl'] : undefined
}

interface Parts {
  readonly request: ToolRequest
  readonly names: ToolNames
  readonly context: TranslationContext
  readonly warnings: WarningCollector
  readonly wanted: WantedToolChoice
  readonly tools: readonly Tool[]
  /** The model may call the caller's tools. */
  readonly callable: boolean
  readonly format: ResponseFormatFields
}

function assemble(parts: Parts): ToolFields {
  const { format, tools, callable } = parts
  const all: Tool[] = format.tool === undefined ? [...tools] : [...tools, { toolSpec: format.tool }]
  const common = {
    suppressToolCalls: !callable && tools.length > 0,
    ...(format.outputConfig === undefined ? {} : { outputConfig: format.outputConfig }),
    ...(format.tool?.name === undefined ? {} : { structuredOutputTool: format.tool.name }),
  }
  if (all.length === 0) {
    return { ...common, ...(format.instruction === undefined ? {} : { instruction: format.instruction }) }
  }
  const thinking = parts.request.thinking()
  const choice =
    format.tool === undefined ? chooseCallerTools(parts, thinking) : chooseStandIn(parts, thinking)
  const forced = choice?.any !== undefined || choice?.tool !== undefined
  const instruction =
    format.tool?.name !== undefined && !forced ? toToolInstruction(format.tool.name) : format.instruction
  const additionalFields = toParallelControl(parts, choice)
  return {
    ...common,
    toolConfig: { tools: all, ...(choice === undefined ? {} : { toolChoice: choice }) },
    ...(additionalFields === undefined ? {} : { additionalFields }),
    ...(instruction === undefined ? {} : { instruction }),
  }
}

type Choice = ReturnType<typeof toToolChoice>

function chooseCallerTools(parts: Parts, thinking: boolean): Choice {
  if (!parts.callable) return undefined
  const { wanted, context, names, warnings } = parts
  return toToolChoice(wanted, context.model.capabilities, thinking, (name) => names.toBedrock(name), warnings)
}

/** The model has to call the tool that stands in for its answer, or one of the caller's before. */
function chooseStandIn(parts: Parts, thinking: boolean): Choice {
  const { wanted, context, names, callable, warnings, format } = parts
  const { capabilities } = context.model
  if (callable && wanted.mode === 'named') {
    return toToolChoice(wanted, capabilities, thinking, (name) => names.toBedrock(name), warnings)
  }
  if (thinking) return undefined
  const alone = parts.tools.length === 0 || !callable
  if (alone && capabilities.toolChoice.tool) return { tool: { name: format.tool?.name ?? '' } }
  return capabilities.toolChoice.any ? { any: {} } : undefined
}

/** https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use (disable_parallel_tool_use) */
function toParallelControl(parts: Parts, choice: Choice): ToolFields['additionalFields'] {
  if (parts.request.parallel || !parts.callable) return undefined
  if (parts.context.model.capabilities.parallelToolControl)
    return { tool_choice: toAnthropicToolChoice(choice) }
  parts.warnings.add(
    'unsupported_parameter',
    'parallel_tool_calls',
    'parallel_tool_calls was left out: this model cannot be held to one call at a time.',
  )
  return undefined
}

function rejectTools(offered: boolean): never {
  throw new TranslationError(
    offered
      ? 'tools cannot be used with this model: it has no tool calls on Bedrock. Leave them out, or choose another model.'
      : 'messages hold tool calls, and this model has none on Bedrock. Leave them out, or choose another model.',
    { param: offered ? 'tools' : 'messages', code: 'unsupported_parameter' },
  )
}

/** A choice that only tools can fulfil, and there are none, or not this one. */
function requireChosenTools(wanted: WantedToolChoice, active: readonly CallerFunction[]): void {
  const { mode, name = '', field } = wanted
  if (mode === 'required' && active.length === 0) {
    throw new TranslationError(`${field} asks for a tool call, and there are no tools to call.`, {
      param: field,
    })
  }
  if (mode !== 'named' || active.some((tool) => tool.name === name)) return
  throw new TranslationError(`${field} names the tool "${name}", which is not among the tools.`, {
    param: field,
  })
}

/** One function as Converse has it. A missing schema is an empty object's. */
function toToolSpec(
  tool: CallerFunction,
  names: ToolNames,
  capabilities: ModelCapabilities,
  warnings: WarningCollector,
): ToolSpec {
  const schema = toObjectSchema(tool.parameters)
  const strict = tool.strict && canBeStrict(schema, capabilities)
  if (tool.strict && !strict) {
    warnings.add(
      'strict_not_supported',
      `${tool.path}.function.strict`,
      'strict was left out: the model does not have it, or an object in the schema lacks "additionalProperties": false.',
    )
  }
  return {
    name: names.toBedrock(tool.name),
    ...(tool.description === undefined ? {} : { description: tool.description }),
    inputSchema: { json: (strict ? toStructuredSchema(schema) : schema) as SchemaDocument },
    ...(strict ? { strict } : {}),
  }
}

/** A tool that the history mentions and the caller no longer offers: Bedrock demands its definition. */
function placeholderSpec(name: string): ToolSpec {
  return { name, inputSchema: { json: toObjectSchema(undefined) as SchemaDocument } }
}

/**
 * Converse → OpenAI: the tools of a request. System tools and cache points have no counterpart and are left out.
 *
 * @param toCaller - Bedrock's tool name → the caller's
 */
export function toFunctionTools(
  configuration: ToolConfiguration | undefined,
  toCaller: (name: string) => string,
): ChatCompletionFunctionTool[] {
  return (configuration?.tools ?? []).flatMap((tool): ChatCompletionFunctionTool[] => {
    const spec = tool.toolSpec
    if (spec === undefined) return []
    const parameters = spec.inputSchema?.json as JsonSchema | undefined
    return [
      {
        type: 'function',
        function: {
          name: toCaller(spec.name ?? ''),
          ...(spec.description === undefined ? {} : { description: spec.description }),
          ...(parameters === undefined ? {} : { parameters: { ...parameters } }),
          ...(spec.strict === undefined ? {} : { strict: spec.strict }),
        },
      },
    ]
  })
}
