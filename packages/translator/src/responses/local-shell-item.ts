import type { RequestScope } from '../converse/request-scope.ts'
import type { NamespacedName } from './namespaces.ts'
import type { Turn } from '../converse/turns.ts'
import { expectObject, type JsonObject } from '../json-shape.ts'
import { toCallTurn, toOutputTurn } from './call-item.ts'

/** What models other than OpenAI's are told that the tool was called. */
export const LOCAL_SHELL = 'local_shell'

/** Responses → Converse: a command that ran on the caller's machine, as the call of a function. */
export function toShellCallTurn(
  item: JsonObject,
  path: string,
  scope: RequestScope,
  offered: readonly NamespacedName[],
): Turn {
  const action = expectObject(item['action'], `${path}.action`)
  const call = { ...item, type: 'function_call', name: LOCAL_SHELL, arguments: JSON.stringify(action) }
  return toCallTurn(call, path, scope, offered)
}

/** Responses → Converse: what the command wrote. */
export function toShellOutputTurn(item: JsonObject, path: string, scope: RequestScope): Turn {
  return toOutputTurn({ ...item, call_id: readShellId(item) }, path, scope)
}

/** The id of the call, which OpenAI writes as the output's own. */
export function readShellId(item: JsonObject): unknown {
  return item['call_id'] ?? item['id']
}
