import { toCachePoints } from '../converse/cache-point.ts'
import type { RequestScope } from '../converse/request-scope.ts'
import { toToolOutput } from '../converse/tool-output.ts'
import type { ResultTurn } from '../converse/turns.ts'
import { expectString } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import { toResultBlocks } from './content-blocks.ts'

/** Anthropic → Converse: a `tool_result` block; `is_error` is its status. */
export function toResultTurn(block: JsonObject, path: string, scope: RequestScope): ResultTurn {
  const id = expectString(block['tool_use_id'], `${path}.tool_use_id`)
  const output = toToolOutput(toResultBlocks(block['content'], `${path}.content`, scope), scope)
  output.cachePoints.push(...toCachePoints(block, path, 'messages', scope))
  return {
    role: 'result',
    id,
    output: block['is_error'] === true ? { ...output, status: 'error' } : output,
    path,
  }
}
