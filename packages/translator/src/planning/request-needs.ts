import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'
import { systemWithin } from './system-within.ts'
import type { ClientApi } from './way.ts'

/** What a request asks for that not every API gives. Each is the path of the field that asks, or `undefined`. */
export interface RequestNeeds {
  /** Tools that the caller runs. */
  readonly functionTools: string | undefined
  /** A document among the content. */
  readonly documents: string | undefined
  /** A picture among the content, or in a tool's result. */
  readonly images: string | undefined
  /** More than one choice. */
  readonly choices: string | undefined
  /** The answer is to be made while nobody waits for it. */
  readonly background: string | undefined
  /** The conversation so far is stored on the API's side. */
  readonly stored: string | undefined
  /** A guardrail that the body names. */
  readonly guardrail: string | undefined
  /** Request metadata, by Bedrock's name of it. */
  readonly metadata: string | undefined
  /** A field of Converse's, or of this package's, that the client's own API does not know. */
  readonly foreignField: string | undefined
  /** A message or a part of one in a form that the client's own API does not know: what another model has answered. */
  readonly foreignPart: string | undefined
  /** System text after the beginning of the conversation. */
  readonly systemWithin: string | undefined
}

type Body = JsonObject
type Reader = (body: Body) => string | undefined
type Readers = Readonly<Record<keyof RequestNeeds, Reader>>

const NEVER: Reader = () => undefined

/** The first of the fields that says anything. */
const anyOf =
  (...names: readonly string[]): Reader =>
  (body) =>
    names.find((name) => !isAbsent(body[name]))

/** As `anyOf`, also within `extra_body`, whose members count as fields. */
const anyField = (...names: readonly string[]): Reader => {
  const read = anyOf(...names)
  return (body) => read(body) ?? (isObject(body['extra_body']) ? read(body['extra_body']) : undefined)
}

const GUARDRAIL = ['guardrailConfig', 'guardrail_config'] as const
const METADATA = ['requestMetadata', 'request_metadata'] as const
const CONVERSE_FIELDS = [
  'additionalModelRequestFields',
  'additional_model_request_fields',
  'additionalModelResponseFieldPaths',
  'additional_model_response_field_paths',
  'performanceConfig',
  'performance_config',
  'promptVariables',
  'prompt_variables',
  'serviceTier',
] as const
/** Fields of single models, which are Anthropic's own. */
const MODEL_FIELDS = [
  'stop_sequences',
  'top_k',
  'thinking',
  'anthropic_beta',
  'include_thinking_data',
] as const

const OPENAI_BODY = {
  guardrail: anyField(...GUARDRAIL),
  metadata: anyField(...METADATA),
  foreignField: anyField(...CONVERSE_FIELDS, ...MODEL_FIELDS, 'extra_body'),
} as const

/** Parts of a message's content that are OpenAI's. */
const CHAT_PARTS: ReadonlySet<unknown> = new Set(['text', 'image_url', 'input_audio', 'file', 'refusal'])
/** Members of an assistant message that OpenAI's API does not know, and that answers of other models have. */
const FOREIGN_MEMBERS = ['reasoning_content', 'content_blocks', 'thinking_blocks', 'reasoning'] as const

/** Items that Bedrock's Responses refuse: https://github.com/BerriAI/litellm/issues/36546 */
const REFUSED_ITEMS = /^(?:compaction|local_shell_call|tool_search_|agent_message)/

const isInputImage = ({ type }: JsonObject): boolean => type === 'input_image'

const READERS: Readonly<Record<ClientApi, Readers>> = {
  'chat-completions': {
    ...OPENAI_BODY,
    functionTools: (body) => listOf('tools', 'functions')(body),
    documents: inContent('messages', ({ type }) => type === 'file' || type === 'document'),
    images: inContent('messages', ({ type }) => type === 'image_url'),
    choices: ({ n }) => (typeof n === 'number' && n > 1 ? 'n' : undefined),
    background: NEVER,
    stored: NEVER,
    foreignPart: (body) =>
      inContent(
        'messages',
        (part) => !CHAT_PARTS.has(part['type']) || !isAbsent(part['cache_control']),
      )(body) ??
      pathIn('messages', body, (message) => FOREIGN_MEMBERS.some((name) => !isAbsent(message[name]))),
    systemWithin: systemWithin('messages'),
  },
  completions: {
    ...OPENAI_BODY,
    functionTools: NEVER,
    documents: NEVER,
    images: NEVER,
    choices: ({ n, prompt }) =>
      typeof n === 'number' && n > 1
        ? 'n'
        : Array.isArray(prompt) && prompt.length > 1
          ? 'prompt'
          : undefined,
    background: NEVER,
    stored: NEVER,
    foreignPart: NEVER,
    systemWithin: NEVER,
  },
  responses: {
    ...OPENAI_BODY,
    functionTools: (body) =>
      pathIn('tools', body, ({ type }) => type === 'function' || type === 'custom' || type === 'namespace'),
    documents: inContent('input', ({ type }) => type === 'input_file'),
    images: (body) =>
      inContent('input', isInputImage)(body) ?? inContent('input', isInputImage, 'output')(body),
    choices: NEVER,
    background: ({ background }) => (background === true ? 'background' : undefined),
    stored: anyOf('previous_response_id', 'conversation'),
    foreignPart: (body) => pathIn('input', body, ({ type }) => REFUSED_ITEMS.test(String(type))),
    systemWithin: systemWithin('input'),
  },
  messages: {
    guardrail: anyField(...GUARDRAIL),
    metadata: anyField(...METADATA),
    foreignField: anyField(...CONVERSE_FIELDS, 'extra_body'),
    functionTools: (body) => pathIn('tools', body, (tool) => isObject(tool['input_schema'])),
    documents: inContent('messages', ({ type }) => type === 'document'),
    // Claude alone has a way of its own, and its service says which of its models see.
    images: NEVER,
    choices: NEVER,
    background: NEVER,
    stored: NEVER,
    foreignPart: NEVER,
    systemWithin: (body) => pathIn('messages', body, ({ role }) => role === 'system'),
  },
  converse: {
    guardrail: anyOf('guardrailConfig'),
    metadata: anyOf('requestMetadata'),
    foreignField: NEVER,
    functionTools: anyOf('toolConfig'),
    documents: inContent('messages', (block) => !isAbsent(block['document'])),
    images: NEVER,
    choices: NEVER,
    background: NEVER,
    stored: NEVER,
    foreignPart: NEVER,
    systemWithin: NEVER,
  },
}

/** Reads off a body of untrusted shape what it asks for. What cannot be read is not asked for: the translator names the fault. */
export function readNeeds(clientApi: ClientApi, body: Body): RequestNeeds {
  const readers = Object.entries(READERS[clientApi]) as [keyof RequestNeeds, Reader][]
  return Object.fromEntries(readers.map(([need, read]) => [need, read(body)])) as unknown as RequestNeeds
}

function listOf(...names: readonly string[]): Reader {
  return (body) => names.find((name) => Array.isArray(body[name]) && body[name].length > 0)
}

/** The path of the first item of a list that fits. */
function pathIn(name: string, body: Body, fits: (item: JsonObject) => boolean): string | undefined {
  const list = body[name]
  const index = Array.isArray(list) ? list.findIndex((item) => isObject(item) && fits(item)) : -1
  return index < 0 ? undefined : `${name}[${index}]`
}

/** The path of the first message, of those in a list, that has such a part. */
function inContent(name: string, fits: (part: JsonObject) => boolean, member = 'content'): Reader {
  return (body) =>
    pathIn(name, body, (message) => {
      const content = message[member]
      return Array.isArray(content) && content.some((part) => isObject(part) && fits(part))
    })
}
