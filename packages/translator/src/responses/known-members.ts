import type { WarningCollector } from '../context.ts'
import {
  byType,
  CACHE_MARKS,
  warnOfMembers,
  type KnownMembers,
  type MembersOf,
} from '../converse/known-members.ts'
import type { RequestFields } from '../converse/request-table.ts'
import { isAbsent } from '../json-shape.ts'

const TEXT = { members: ['type', 'text', 'annotations', 'logprobs', 'citations', 'parsed', ...CACHE_MARKS] }
const SOURCE = ['file_id', 'mime_type', 'bucketOwner', 'bucket_owner', 'detail']

const PARTS: MembersOf = byType({
  text: TEXT,
  input_text: TEXT,
  output_text: TEXT,
  refusal: { members: ['type', 'refusal', ...CACHE_MARKS] },
  input_image: { members: ['type', 'image_url', ...SOURCE, ...CACHE_MARKS] },
  input_file: {
    members: ['type', 'filename', 'file_data', 'file_url', 'citations', ...SOURCE, ...CACHE_MARKS],
  },
  input_audio: {
    members: ['type', ...CACHE_MARKS],
    within: { input_audio: { members: ['data', 'format'] } },
  },
})

/** Members of an item that are known, or have warnings of their own. */
const COMMON = ['id', 'type', 'status', 'caller', 'namespace', 'phase', ...CACHE_MARKS]
const output: KnownMembers = { members: [...COMMON, 'call_id', 'name'], within: { output: PARTS } }
const MESSAGE: KnownMembers = { members: [...COMMON, 'role'], within: { content: PARTS } }

const ITEMS: MembersOf = (item) => {
  if (isAbsent(item['type'])) return 'role' in item ? MESSAGE : undefined
  return typeof ITEM_TYPES === 'function' ? ITEM_TYPES(item) : undefined
}

const ITEM_TYPES: MembersOf = byType({
  message: MESSAGE,
  function_call: { members: [...COMMON, 'call_id', 'name', 'arguments', 'parsed_arguments'] },
  custom_tool_call: { members: [...COMMON, 'call_id', 'name', 'input'] },
  function_call_output: output,
  custom_tool_call_output: output,
})

/** Members of a tool that have warnings of their own. */
const WARNED = ['allowed_callers', 'defer_loading', 'output_schema']

const TOOLS: MembersOf = byType({
  function: {
    members: ['type', 'name', 'description', 'parameters', 'strict', ...WARNED, ...CACHE_MARKS],
  },
  custom: {
    members: ['type', 'name', 'description', ...WARNED, ...CACHE_MARKS],
    within: { format: { members: ['type', 'syntax', 'definition'] } },
  },
})

const FIELDS: Readonly<Record<string, MembersOf>> = {
  input: ITEMS,
  tools: TOOLS,
  text: {
    members: ['verbosity'],
    within: { format: { members: ['type', 'name', 'description', 'schema', 'strict'] } },
  },
}

/** Warns of members of a request's items, parts, tools and options that nothing reads. */
export function warnOfResponseMembers(request: RequestFields, warnings: WarningCollector): void {
  warnOfMembers(request, FIELDS, warnings)
}
