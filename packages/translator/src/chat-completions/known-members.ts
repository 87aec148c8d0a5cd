import type { WarningCollector } from '../context.ts'
import {
  byType,
  CACHE_MARKS,
  warnOfMembers,
  type KnownMembers,
  type MembersOf,
} from '../converse/known-members.ts'
import type { RequestFields } from '../converse/request-table.ts'

const MEDIA = ['url', 'mime_type', 'bucketOwner', 'bucket_owner']
const media = (name: string, members: readonly string[]): KnownMembers => ({
  members: ['type', ...CACHE_MARKS],
  within: { [name]: { members } },
})

const PARTS: MembersOf = byType({
  text: { members: ['type', 'text', 'annotations', ...CACHE_MARKS] },
  refusal: { members: ['type', 'refusal', ...CACHE_MARKS] },
  image_url: media('image_url', [...MEDIA, 'detail']),
  audio_url: media('audio_url', MEDIA),
  video_url: media('video_url', MEDIA),
  input_audio: media('input_audio', ['data', 'format']),
  file: {
    members: ['type', 'citations', ...CACHE_MARKS],
    within: {
      file: {
        members: [
          'filename',
          'file_data',
          'file_url',
          'file_id',
          'mime_type',
          'bucketOwner',
          'bucket_owner',
          'citations',
        ],
      },
    },
  },
})

const CALLED = { members: ['name', 'arguments', 'parsed_arguments', ...CACHE_MARKS] }
const COMMON = ['role', 'content', 'name', ...CACHE_MARKS]
/** What is said of an assistant's message: answers go back as they came. */
const ASSISTANT = [
  'refusal',
  'audio',
  'annotations',
  'citations',
  'parsed',
  'content_blocks',
  'thinking_blocks',
  'reasoning',
  'reasoning_content',
  'reasoning_signature',
  'thinking_signature',
  'signature',
]

const CALLS: KnownMembers = {
  members: ['id', 'type', 'index', ...CACHE_MARKS],
  within: { function: CALLED },
}

const ASSISTANT_MESSAGE: KnownMembers = {
  members: [...COMMON, ...ASSISTANT],
  within: { content: PARTS, tool_calls: CALLS, function_call: CALLED },
}
const OTHER_MESSAGE: KnownMembers = { members: [...COMMON, 'tool_call_id'], within: { content: PARTS } }

const MESSAGES: MembersOf = ({ role }) => (role === 'assistant' ? ASSISTANT_MESSAGE : OTHER_MESSAGE)

const FUNCTION = ['name', 'description', 'parameters', 'strict', ...CACHE_MARKS]

const FIELDS: Readonly<Record<string, MembersOf>> = {
  messages: MESSAGES,
  tools: { members: ['type', ...CACHE_MARKS], within: { function: { members: FUNCTION } } },
  functions: { members: FUNCTION },
  response_format: {
    members: ['type'],
    within: { json_schema: { members: ['name', 'description', 'schema', 'strict'] } },
  },
  stream_options: { members: ['include_usage', 'include_obfuscation'] },
}

/** Warns of members of a request's messages, parts, tools and options that nothing reads. */
export function warnOfChatMembers(request: RequestFields, warnings: WarningCollector): void {
  warnOfMembers(request, FIELDS, warnings)
}
