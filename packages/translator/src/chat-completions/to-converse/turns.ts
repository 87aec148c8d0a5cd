import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { toCachePoints } from '../../converse/cache-point.ts'
import type { RequestScope } from '../../converse/request-scope.ts'
import { toToolUses, type HistoryCall } from '../../converse/tool-call.ts'
import type { AssistantTurn, ResultTurn, Turn, UserTurn } from '../../converse/turns.ts'
import { expectArray, expectObject, expectString, isAbsent, isObject, reject } from '../../json-shape.ts'
import type { JsonObject } from '../../json-shape.ts'
import { toContentBlocks } from '../content-parts.ts'
import { readToolOutput } from '../tool-result.ts'
import { toAssistantBlocks, type PlacedCall } from './assistant-blocks.ts'

/** A call by the legacy `function_call`, which has no id: its position gives it one. */
interface LegacyCall {
  readonly name: string
  readonly id: string
  answered: boolean
}

/** What reading the messages one after the other must remember. */
export interface TurnReader {
  readonly scope: RequestScope
  readonly legacyCalls: LegacyCall[]
}

/**
 * OpenAI → a turn: one message that is neither `system` nor `developer`.
 *
 * @throws TranslationError (400) for an unknown role and for members of a wrong type
 */
export function toTurn(message: JsonObject, path: string, index: number, reader: TurnReader): Turn {
  switch (message['role']) {
    case 'user':
      return toUserTurn(message, path, reader.scope)
    case 'assistant':
      return toAssistantTurn(message, index, path, reader)
    case 'tool':
      return toResultTurn(
        expectString(message['tool_call_id'], `${path}.tool_call_id`),
        message,
        path,
        reader.scope,
      )
    case 'function':
      return toResultTurn(legacyCallId(message, index, path, reader), message, path, reader.scope)
    default:
      return reject(
        `${path}.role`,
        `${path}.role must be system, developer, user, assistant, tool or function, not ${JSON.stringify(message['role'])}.`,
      )
  }
}

/** The id that stands for a legacy function call. */
export function legacyId(messageIndex: number): string {
  return `function_call_${messageIndex}`
}

function toUserTurn(message: JsonObject, path: string, scope: RequestScope): UserTurn {
  if (isAbsent(message['content']))
    reject(`${path}.content`, `${path}.content is missing: a user message needs content.`)
  const blocks = toContentBlocks(message['content'], `${path}.content`, 'user', scope)
  blocks.push(...toCachePoints(message, path, 'messages', scope))
  return { role: 'user', blocks }
}

function toAssistantTurn(
  message: JsonObject,
  index: number,
  path: string,
  reader: TurnReader,
): AssistantTurn {
  const { scope } = reader
  if (!isAbsent(message['audio'])) {
    scope.warnings.add(
      'unsupported_parameter',
      `${path}.audio`,
      'Bedrock keeps no earlier spoken answers; it was left out.',
    )
  }
  const calls = readCalls(message, index, path)
  if (isAbsent(message['tool_calls']) && calls[0] !== undefined) {
    reader.legacyCalls.push({ name: calls[0].name, id: calls[0].id, answered: false })
  }
  const callPaths = new Map<ContentBlock, string>()
  const placed: PlacedCall[] = []
  const derivedFrom = new Map<string, string>()
  const items = Array.isArray(message['tool_calls']) ? (message['tool_calls'] as unknown[]) : []
  for (const [position, call] of calls.entries()) {
    for (const toolUse of toToolUses(call, scope)) {
      const block = { toolUse }
      callPaths.set(block, call.path.replace(/\.function$/, ''))
      placed.push({ id: call.id, block })
      if (toolUse.toolUseId !== call.id) derivedFrom.set(toolUse.toolUseId, call.id)
    }
    const item = items[position]
    for (const block of isObject(item) ? toCallCachePoints(item, call.path, scope) : []) {
      placed.push({ id: call.id, block })
    }
  }
  return {
    role: 'assistant',
    blocks: [
      ...toAssistantBlocks(message, path, placed, scope),
      ...toCachePoints(message, path, 'messages', scope),
    ],
    callPaths,
    derivedFrom,
  }
}

/** A cache mark on a call or, as some clients write it, on the function in it. */
function toCallCachePoints(item: JsonObject, functionPath: string, scope: RequestScope): ContentBlock[] {
  const points = toCachePoints(item, functionPath.replace(/\.function$/, ''), 'messages', scope)
  const called = item['function']
  return points.length > 0 || !isObject(called)
    ? points
    : toCachePoints(called, functionPath, 'messages', scope)
}

function readCalls(message: JsonObject, index: number, path: string): HistoryCall[] {
  if (!isAbsent(message['tool_calls'])) {
    return expectArray(message['tool_calls'], `${path}.tool_calls`).map((item, position) =>
      readCall(item, `${path}.tool_calls[${position}]`),
    )
  }
  if (isAbsent(message['function_call'])) return []
  const callPath = `${path}.function_call`
  return [readFunction(expectObject(message['function_call'], callPath), legacyId(index), callPath)]
}

function readCall(item: unknown, path: string): HistoryCall {
  const call = expectObject(item, path)
  const id = expectString(call['id'], `${path}.id`)
  if (call['type'] === 'custom') {
    reject(
      `${path}.type`,
      `${path} is a call of a custom tool, which Bedrock has no counterpart for. Use function tools.`,
    )
  }
  return readFunction(expectObject(call['function'], `${path}.function`), id, `${path}.function`)
}

function readFunction(call: JsonObject, id: string, path: string): HistoryCall {
  const given = call['arguments']
  const name = expectString(call['name'], `${path}.name`)
  if (name === '')
    reject(`${path}.name`, `${path}.name must not be empty: it is the name of the tool that was called.`)
  return {
    id,
    name,
    arguments: isAbsent(given) ? '' : expectString(given, `${path}.arguments`),
    path,
  }
}

function toResultTurn(id: string, message: JsonObject, path: string, scope: RequestScope): ResultTurn {
  const output = readToolOutput(message['content'], `${path}.content`, scope)
  output.cachePoints.push(...toCachePoints(message, path, 'messages', scope))
  return { role: 'result', id, output, path }
}

/** A legacy result names only its function: it answers the last open call of that name. */
function legacyCallId(message: JsonObject, index: number, path: string, { legacyCalls }: TurnReader): string {
  const name = expectString(message['name'], `${path}.name`)
  const call = legacyCalls.findLast((candidate) => candidate.name === name && !candidate.answered)
  if (call === undefined) return `function_result_${index}`
  call.answered = true
  return call.id
}
