import type { WarningCollector } from '../context.ts'
import { byType, warnOfMembers, type MembersOf } from '../converse/known-members.ts'
import type { RequestFields } from '../converse/request-table.ts'
import type { JsonObject } from '../json-shape.ts'

const COMMON = ['type', 'cache_control', 'citations']
const SOURCE = { members: ['type', 'media_type', 'data', 'url', 'file_id', 'content'] }

const BLOCKS: MembersOf = byType({
  text: { members: [...COMMON, 'text'] },
  image: { members: COMMON, within: { source: SOURCE } },
  document: {
    members: ['type', 'cache_control', 'title', 'context'],
    within: { source: SOURCE, citations: { members: ['enabled'] } },
  },
  search_result: { members: [...COMMON, 'title', 'source', 'content'] },
  tool_use: { members: [...COMMON, 'id', 'name', 'input', 'caller'] },
  tool_result: {
    members: [...COMMON, 'tool_use_id', 'is_error'],
    within: { content: (block: JsonObject) => (typeof BLOCKS === 'function' ? BLOCKS(block) : undefined) },
  },
})

/** Members of a tool that are known, or have warnings of their own. */
const TOOL = [
  'type',
  'name',
  'description',
  'input_schema',
  'strict',
  'cache_control',
  'allowed_callers',
  'defer_loading',
  'input_examples',
]

const FIELDS: Readonly<Record<string, MembersOf>> = {
  system: BLOCKS,
  messages: { members: ['role'], within: { content: BLOCKS } },
  tools: { members: TOOL },
}

/** Warns of members of a request's messages, blocks and tools that nothing reads. */
export function warnOfMessageMembers(request: RequestFields, warnings: WarningCollector): void {
  warnOfMembers(request, FIELDS, warnings)
}
