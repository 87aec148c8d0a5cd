import type { ToolConfiguration } from '@aws-sdk/client-bedrock-runtime'
import type { ChatCompletionFunctionTool } from 'openai/resources/chat/completions'

import type { WarningCollector } from '../context.ts'
import { selectFunctions, toCallerFunction, type CallerFunction } from '../converse/caller-functions.ts'
import type { JsonSchema } from '../converse/json-schema.ts'
import type { RequestFields } from '../converse/request-table.ts'
import { readStatedBoolean, type Stated } from '../converse/stated.ts'
import type { WantedToolChoice } from '../converse/tool-choice.ts'
import type { ToolIntent } from '../converse/tool-configuration.ts'
import { isAbsent, isObject } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { TranslationError } from '../translation-error.ts'
import { readResponseFormat } from './response-format.ts'
import { readToolChoice } from './tool-choice.ts'
import { readToolHistory } from './tool-history.ts'

/**
 * Chat completions → hub: `tools` (or legacy `functions`), `tool_choice`, `parallel_tool_calls` and `response_format`.
 *
 * @throws TranslationError (400) for custom and hosted tools, and for choices and formats that OpenAI does not have
 */
export function readToolIntent(
  request: RequestFields,
  warnings: WarningCollector,
  historyNames = readToolHistory(request.fields['messages']).called,
): ToolIntent {
  const wanted = readToolChoice(request)
  return {
    wanted,
    offered: readFunctions(request, wanted, warnings),
    historyNames,
    responseFormat: readResponseFormat(request),
    parallel: readStatedBoolean(request, 'parallel_tool_calls'),
  }
}

/** The functions that the request offers, whichever form they have. */
function readFunctions(
  request: RequestFields,
  wanted: WantedToolChoice,
  warnings: WarningCollector,
): Stated<readonly CallerFunction[]> | undefined {
  const { fields, nameOf } = request
  const hasTools = !isAbsent(fields['tools'])
  if (!hasTools && isAbsent(fields['functions'])) return undefined
  const functions = [...readTools(request), ...readLegacyFunctions(request)]
  return {
    value: selectFunctions(functions, wanted, warnings),
    path: nameOf(hasTools ? 'tools' : 'functions'),
  }
}

function readTools({ fields, nameOf }: RequestFields): CallerFunction[] {
  return listItems(fields['tools']).map((tool, index) => {
    const path = `${nameOf('tools')}[${index}]`
    if (tool['type'] !== 'function' || !isObject(tool['function'])) {
      throw new TranslationError(
        `${path}.type must be "function": custom and hosted tools have no counterpart on Bedrock.`,
        { param: `${path}.type` },
      )
    }
    return toCallerFunction(tool['function'], path, tool, `${path}.function`)
  })
}

function readLegacyFunctions({ fields, nameOf }: RequestFields): CallerFunction[] {
  return listItems(fields['functions']).map((definition, index) =>
    toCallerFunction(definition, `${nameOf('functions')}[${index}]`, definition),
  )
}

/** Objects: `checkRequestShapes` has refused anything else. */
function listItems(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : []
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
