import type { SystemContentBlock } from '@aws-sdk/client-bedrock-runtime'
import type { ResponseInputItem } from 'openai/resources/responses/responses'

import { joinTurns, type ConverseConversation } from '../../converse/conversation.ts'
import type { RequestScope } from '../../converse/request-scope.ts'
import type { Turn } from '../../converse/turns.ts'
import { expectObject, isAbsent, isObject, reject, type JsonObject } from '../../json-shape.ts'
import { toCallTurn, toOutputTurn } from '../call-item.ts'
import { toMessageTurn, toSystemBlocks } from '../message-item.ts'
import { toAgentTurn, toCompactionTurn } from '../codex-items.ts'
import { LOCAL_SHELL, readShellId, toShellCallTurn, toShellOutputTurn } from '../local-shell-item.ts'
import { joinName, readName, resolveName, type NamespacedName } from '../namespaces.ts'
import { toReasoningTurn } from '../reasoning-item.ts'

type ItemType = NonNullable<ResponseInputItem['type']>
/** Items that Codex sends and the SDK has no types for. */
type CodexItemType = 'agent_message' | 'context_compaction'
type ToTurn = (
  item: JsonObject,
  path: string,
  scope: RequestScope,
  offered: readonly NamespacedName[],
) => Turn | undefined

/** Remedies for items that Bedrock cannot serve. */
const HISTORY_OF_HOSTED = 'It belongs to a hosted tool. Leave it out, or write what it says into a message.'
const SERVER_SIDE = 'It depends on state that OpenAI keeps. Leave it out.'

/** What becomes of every kind of item: a turn, or a refusal with the remedy. */
const ITEMS = {
  message: toMessageTurn,
  reasoning: toReasoningTurn,
  function_call: toCallTurn,
  custom_tool_call: toCallTurn,
  function_call_output: toOutputTurn,
  custom_tool_call_output: toOutputTurn,
  item_reference:
    'Nothing is stored between requests: send the item itself. With `store: false`, SDKs do so automatically.',
  // `listTools` has read them.
  additional_tools: () => undefined,
  agent_message: toAgentTurn,
  context_compaction: toCompactionTurn,
  apply_patch_call: HISTORY_OF_HOSTED,
  apply_patch_call_output: HISTORY_OF_HOSTED,
  code_interpreter_call: HISTORY_OF_HOSTED,
  compaction: SERVER_SIDE,
  compaction_trigger: SERVER_SIDE,
  computer_call: HISTORY_OF_HOSTED,
  computer_call_output: HISTORY_OF_HOSTED,
  configuration_update: 'Set the fields of the request instead.',
  file_search_call: HISTORY_OF_HOSTED,
  image_generation_call: HISTORY_OF_HOSTED,
  local_shell_call: toShellCallTurn,
  local_shell_call_output: toShellOutputTurn,
  mcp_approval_request: HISTORY_OF_HOSTED,
  mcp_approval_response: HISTORY_OF_HOSTED,
  mcp_call: HISTORY_OF_HOSTED,
  mcp_list_tools: HISTORY_OF_HOSTED,
  program: HISTORY_OF_HOSTED,
  program_output: HISTORY_OF_HOSTED,
  shell_call: HISTORY_OF_HOSTED,
  shell_call_output: HISTORY_OF_HOSTED,
  tool_search_call: HISTORY_OF_HOSTED,
  tool_search_output: HISTORY_OF_HOSTED,
  web_search_call: HISTORY_OF_HOSTED,
} satisfies Record<ItemType | CodexItemType, ToTurn | string>

/**
 * Responses → Converse: `instructions` and `input`. System texts come out in order, wherever they stood; items of the
 * same role are merged into turns; every tool call is followed by its result.
 *
 * @throws TranslationError (400) naming the item at fault
 */
export function toConversation(
  instructions: unknown,
  input: unknown,
  offered: readonly NamespacedName[],
  scope: RequestScope,
): ConverseConversation {
  const system: SystemContentBlock[] = isAbsent(instructions)
    ? []
    : toSystemBlocks({ content: instructions }, 'instructions', 'instructions', scope)
  const turns: Turn[] = []
  for (const { item, path } of readItems(input)) {
    if (readType(item) === 'message' && (item['role'] === 'system' || item['role'] === 'developer')) {
      system.push(...toSystemBlocks(item, path, `${path}.content`, scope))
      continue
    }
    const turn = toTurn(item, path, scope, offered)
    if (turn !== undefined) turns.push(turn)
  }
  return { system, messages: joinTurns(turns, scope) }
}

/** The items of an input, whatever its form. */
export function readItems(input: unknown): { item: JsonObject; path: string }[] {
  if (isAbsent(input)) return reject('input', 'input is missing: a request needs a text or items.')
  const items: unknown[] =
    typeof input === 'string' ? [{ role: 'user', content: input }] : Array.isArray(input) ? input : []
  return items.map((item, index) => {
    const path = typeof input === 'string' ? 'input' : `input[${index}]`
    return { item: expectObject(item, path), path }
  })
}

/** The names and call ids of all calls in an input. Faulty shapes are skipped. */
export function listCalls(
  input: unknown,
  offered: readonly NamespacedName[],
): { names: string[]; ids: string[] } {
  const items = Array.isArray(input) ? input.filter(isObject) : []
  const calls = items.flatMap((item) => readCalledName(item) ?? [])
  const texts = (values: readonly unknown[]) => values.filter((value) => typeof value === 'string')
  return {
    names: calls.map((name) => joinName(resolveName(name, offered))),
    ids: texts(
      items.map((item) => (item['type'] === 'local_shell_call_output' ? readShellId(item) : item['call_id'])),
    ),
  }
}

function readCalledName(item: JsonObject): NamespacedName | undefined {
  if (item['type'] === 'local_shell_call') return { name: LOCAL_SHELL, namespace: undefined }
  return item['type'] === 'function_call' || item['type'] === 'custom_tool_call' ? readName(item) : undefined
}

function toTurn(
  item: JsonObject,
  path: string,
  scope: RequestScope,
  offered: readonly NamespacedName[],
): Turn | undefined {
  const type = readType(item)
  const fate =
    typeof type === 'string' && Object.hasOwn(ITEMS, type) ? ITEMS[type as keyof typeof ITEMS] : undefined
  if (typeof fate === 'function') {
    warnOfMembers(item, path, scope)
    return fate(item, path, scope, offered)
  }
  if (fate === undefined) {
    const known = Object.keys(ITEMS).filter((name) => typeof ITEMS[name as keyof typeof ITEMS] === 'function')
    return reject(
      `${path}.type`,
      `${path}.type is ${JSON.stringify(type)}: items of type ${known.join(', ')} are served.`,
    )
  }
  return reject(
    `${path}.type`,
    `${path} is of type ${JSON.stringify(type)}, which Bedrock cannot serve. ${fate}`,
    'unsupported_item',
  )
}

/** Members that only OpenAI's own models and runtime use. */
const NOT_CARRIED = ['caller', 'phase'] as const

function warnOfMembers(item: JsonObject, path: string, scope: RequestScope): void {
  for (const member of NOT_CARRIED) {
    if (isAbsent(item[member])) continue
    scope.warnings.add(
      'unsupported_parameter',
      `${path}.${member}`,
      `${path}.${member} was left out: Bedrock has no counterpart.`,
    )
  }
}

/** The type of an item, which messages and references may omit. */
function readType(item: JsonObject): unknown {
  if (!isAbsent(item['type'])) return item['type']
  return 'role' in item ? 'message' : 'id' in item ? 'item_reference' : undefined
}
