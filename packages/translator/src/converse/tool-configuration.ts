import type {
  ConverseCommandInput,
  OutputConfig,
  Tool,
  ToolConfiguration,
} from '@aws-sdk/client-bedrock-runtime'

import { TranslationError } from '../translation-error.ts'
import { toCachePoints } from './cache-point.ts'
import type { CallerFunction } from './caller-functions.ts'
import type { ToolPropertyNames } from './property-names.ts'
import type { RequestScope } from './request-scope.ts'
import {
  toResponseFormat,
  toToolInstruction,
  type ResponseFormatFields,
  type ResponseFormatIntent,
} from './response-format.ts'
import type { Stated } from './stated.ts'
import { createStrictBudget } from './strict-budget.ts'
import {
  toCallInstruction,
  toParallelToolChoice,
  toToolChoice,
  type WantedToolChoice,
} from './tool-choice.ts'
import { createPlaceholderSpec, toToolSpec, type TranslatedTool } from './tool-spec.ts'

/** What the request's tools and the form of its answer become. */
export interface ToolFields {
  readonly toolConfig?: ToolConfiguration
  /** A part of `outputConfig`: a JSON schema for the text. */
  readonly outputConfig?: OutputConfig
  /** Goes into the response context: the tool whose arguments are the content of the answer. */
  readonly structuredOutputTool?: string
  /** Goes into the response context: calls in the answer are to be left out. */
  readonly suppressToolCalls: boolean
  /** Goes into the response context, and applies to calls in the history: only of tools that have such properties. */
  readonly propertyNames: ToolPropertyNames
  /** Parts of `additionalModelRequestFields`. */
  readonly additionalFields?: NonNullable<ConverseCommandInput['additionalModelRequestFields']>
  /** A sentence to add to the system text. */
  readonly instruction?: string
}

/** What a request says of its tools and of the form of its answer. Names are the caller's own. */
export interface ToolIntent {
  readonly wanted: WantedToolChoice
  /** `undefined` where the request offers none, not even an empty list. */
  readonly offered: Stated<readonly CallerFunction[]> | undefined
  /** The tools that were called in the history, each once. */
  readonly historyNames: readonly string[]
  readonly responseFormat: ResponseFormatIntent | undefined
  /** `false`: the model may make one call at a time only. */
  readonly parallel: Stated<boolean> | undefined
}

const NO_TOOLS: ToolFields = { suppressToolCalls: false, propertyNames: new Map() }

/**
 * The tools of any protocol → Converse.
 *
 * @param thinking - the model thinks in this request, and then cannot be forced to call a tool
 * @throws TranslationError (400) for a choice of a tool that is not there, and models without tools
 */
export function toToolConfiguration(intent: ToolIntent, thinking: boolean, scope: RequestScope): ToolFields {
  const { capabilities } = scope.context.model
  const { wanted, historyNames } = intent
  const offered = intent.offered?.value ?? []
  const active = wanted.mode === 'none' ? [] : offered
  if (!capabilities.tools && (active.length > 0 || historyNames.length > 0)) {
    rejectTools(active.length > 0 ? intent.offered?.path : undefined, scope)
  }
  requireChosenTools(wanted, active)
  if (offered.length === 0 && historyNames.length === 0 && intent.responseFormat === undefined)
    return NO_TOOLS

  const kept = active.length > 0 || historyNames.length === 0 ? active : offered
  const toBedrock = (name: string): string => scope.toolNames.toBedrock(name)
  const takenNames = new Set([...kept.map(({ name }) => name), ...historyNames].map(toBedrock))
  // The answer's schema comes first: a tool that is not strict still works.
  const budget = createStrictBudget(capabilities.strictLimits)
  const format = toResponseFormat(intent.responseFormat, takenNames, budget, scope)
  const translated = kept.map((tool) => toToolSpec(tool, scope, budget))
  const specs = translated.map(({ spec }) => spec)
  const placeholders =
    specs.length > 0 || historyNames.length === 0
      ? []
      : historyNames.map((name) => createPlaceholderSpec(toBedrock(name)))

  const tools = [...specs, ...placeholders].flatMap((toolSpec, index): Tool[] => {
    const tool = kept[index]
    return [
      { toolSpec },
      ...(tool === undefined ? [] : toCachePoints(tool.source, tool.path, 'tools', scope)),
    ]
  })
  return assemble({
    intent,
    scope,
    thinking,
    tools,
    callable: active.length > 0,
    format,
    propertyNames: listPropertyNames(translated, format),
  })
}

function listPropertyNames(
  tools: readonly TranslatedTool[],
  { tool, propertyNames = new Map() }: ResponseFormatFields,
): ToolPropertyNames {
  const all = tools.map(({ spec, propertyNames: names }) => [spec.name, names] as const)
  const standIn = tool === undefined ? [] : [[tool.name, propertyNames] as const]
  return new Map([...all, ...standIn].filter(([, names]) => names.size > 0))
}

interface Parts extends Pick<ToolFields, 'propertyNames'> {
  readonly intent: ToolIntent
  readonly scope: RequestScope
  readonly thinking: boolean
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
    propertyNames: parts.propertyNames,
    ...(format.outputConfig === undefined ? {} : { outputConfig: format.outputConfig }),
    ...(format.tool?.name === undefined ? {} : { structuredOutputTool: format.tool.name }),
  }
  if (all.length === 0) {
    return { ...common, ...(format.instruction === undefined ? {} : { instruction: format.instruction }) }
  }
  const choice = format.tool === undefined ? chooseCallerTools(parts) : chooseStandIn(parts)
  const forced = choice?.any !== undefined || choice?.tool !== undefined
  const instruction = forced ? format.instruction : toInstruction(parts)
  const additionalFields = toParallelControl(parts, choice)
  return {
    ...common,
    toolConfig: { tools: all, ...(choice === undefined ? {} : { toolChoice: choice }) },
    ...(additionalFields === undefined ? {} : { additionalFields }),
    ...(instruction === undefined ? {} : { instruction }),
  }
}

/** What a model that is not forced is told instead, of the tool that stands in for its answer and of the caller's own. */
function toInstruction({ format, intent, callable, scope }: Parts): string | undefined {
  const standIn = format.tool?.name
  if (standIn !== undefined && intent.responseFormat !== undefined) {
    scope.warnings.add(
      'response_format_not_enforced',
      intent.responseFormat.path,
      'The model cannot be forced to answer by the schema in this request: it is told to, and may not follow.',
    )
  }
  const sentences = [
    callable ? toCallInstruction(intent.wanted, scope) : undefined,
    standIn === undefined ? format.instruction : toToolInstruction(standIn),
  ].filter((sentence) => sentence !== undefined)
  return sentences.length === 0 ? undefined : sentences.join(' ')
}

type Choice = ReturnType<typeof toToolChoice>

function chooseCallerTools({ callable, intent, thinking, scope }: Parts): Choice {
  return callable ? toToolChoice(intent.wanted, thinking, scope) : undefined
}

/** The model has to call the tool that stands in for its answer, or one of the caller's tools before it. */
function chooseStandIn({ intent, scope, thinking, tools, callable, format }: Parts): Choice {
  const { toolChoice } = scope.context.model.capabilities
  if (callable && intent.wanted.mode === 'named') return toToolChoice(intent.wanted, thinking, scope)
  if (thinking) return undefined
  const alone = tools.length === 0 || !callable
  if (alone && toolChoice.tool) return { tool: { name: format.tool?.name ?? '' } }
  return toolChoice.any ? { any: {} } : undefined
}

/** https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use (disable_parallel_tool_use) */
function toParallelControl(
  { intent, scope, callable }: Parts,
  choice: Choice,
): ToolFields['additionalFields'] {
  const { parallel } = intent
  if (parallel === undefined || parallel.value || !callable) return undefined
  if (scope.context.model.capabilities.parallelToolControl)
    return { tool_choice: toParallelToolChoice(choice) }
  scope.warnings.add(
    'unsupported_parameter',
    parallel.path,
    `${parallel.path} was left out: this model cannot be held to one call at a time.`,
  )
  return undefined
}

/** @param offeredPath - where the request offers tools; `undefined` when only its history has them */
function rejectTools(offeredPath: string | undefined, { conversationPath }: RequestScope): never {
  throw new TranslationError(
    offeredPath === undefined
      ? `${conversationPath} holds tool calls, and this model has none on Bedrock. Leave them out, or choose another model.`
      : `${offeredPath} cannot be used with this model: it has no tool calls on Bedrock. Leave them out, or choose another model.`,
    { param: offeredPath ?? conversationPath, code: 'unsupported_parameter' },
  )
}

/** Refuses a choice that demands a call where there are no tools, or not the one it names. */
function requireChosenTools(wanted: WantedToolChoice, active: readonly CallerFunction[]): void {
  const { mode, name = '', path } = wanted
  if (mode === 'required' && active.length === 0) {
    throw new TranslationError(`${path} demands a tool call, but the request offers no tools.`, {
      param: path,
    })
  }
  if (mode !== 'named' || active.some((tool) => tool.name === name)) return
  throw new TranslationError(`${path} names the tool "${name}", which the request does not offer.`, {
    param: path,
  })
}
