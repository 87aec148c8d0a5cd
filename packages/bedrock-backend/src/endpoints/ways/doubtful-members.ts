import { isRecord, type Warning } from '@patchbay/core'
import { leaveOut } from '@patchbay/translator'

import { RequestFailure } from '../../request-failure.ts'
import type { JsonBody } from '../read-body.ts'
import { createRefusalMemory } from './refusal-memory.ts'
import { reportOnce } from './report-once.ts'
import type { ServeWay, WayConversation } from './way-conversation.ts'

/** An optional member of which it is not known whether every model of the row takes it. */
interface DoubtfulMember {
  /** As the model's row lists it. */
  readonly feature: 'structured-output' | 'strict-tools'
  /** The path of the field that asks for it. */
  readonly find: (body: JsonBody) => string | undefined
  /** What a refusal calls it. */
  readonly name: RegExp
  readonly without: (conversation: WayConversation, path: string) => WayConversation
  readonly consequence: string
}

const MEMBERS: readonly DoubtfulMember[] = [
  {
    feature: 'strict-tools',
    find: ({ tools }) => {
      const index = Array.isArray(tools) ? tools.findIndex(isStrict) : -1
      return index < 0 ? undefined : `tools[${index}].strict`
    },
    name: /\bstrict\b/i,
    without: (conversation) => withBodies(conversation, withoutStrict),
    consequence: 'the tools went without it, and arguments may differ from their schemas',
  },
  {
    feature: 'structured-output',
    find: (body) =>
      FORMATS.find((path) => {
        const [name = '', member = ''] = path.split('.')
        const value = body[name]
        const format = member === '' ? value : isRecord(value) ? value[member] : undefined
        return isRecord(format) && /json_schema/.test(String(format['type']))
      }),
    name: /output_?config|text_?format|output_format|response_format|text\.format|structured output/i,
    without: (conversation, path) =>
      conversation.way.native ? withoutFormat(conversation, path) : unable(conversation),
    consequence: 'the schema was asked for by other means where there are any',
  },
]

/** Where protocols name the schema of an answer. */
const FORMATS = ['response_format', 'text.format', 'output_config.format', 'output_format']

/** What a refusal of a member says. What it says of a schema is about the caller's schema, and stays the answer. */
const REFUSAL = /not (?:supported|permitted|allowed|available)|unsupported|does(?:n['’]t| not) support/i
const ABOUT_SCHEMA = /\.schema\b|property '|too (?:many|complex)/i

/** Members that models have refused. By model and way; of all routes. */
const memory = createRefusalMemory()

/** Whether a request may be refused for a member that its model's row has doubts about. */
export function asksForDoubtful({ resolved, body }: WayConversation): boolean {
  return askedMembers({ resolved, body }).length > 0
}

/**
 * Serves a conversation, and where the service refuses one optional member that the model's row lists as doubtful, once without
 * it, before anything was handed over. That is remembered for a while and told by a warning.
 */
export async function serveWithoutRefused(conversation: WayConversation, serve: ServeWay): Promise<Response> {
  const asked = askedMembers(conversation)
  const known = asked.filter(({ member }) => memory.isRefused(keyOf(conversation, member)))
  const once = reportOnce(conversation)
  const current = known.reduce((kept, { member, path }) => withoutMember(kept, member, path), once)
  try {
    return await serve(current)
  } catch (error) {
    const refused = asked.find((each) => !known.includes(each) && isRefusal(error, each.member))
    if (refused === undefined) throw error
    memory.refuse(keyOf(conversation, refused.member))
    return serve(withoutMember(current, refused.member, refused.path))
  }
}

type Asked = { readonly member: DoubtfulMember; readonly path: string }

function askedMembers({ resolved, body }: Pick<WayConversation, 'resolved' | 'body'>): Asked[] {
  const { doubtful } = resolved.facts.capabilities
  return MEMBERS.flatMap((member) => {
    const path = doubtful.includes(member.feature) ? member.find(body) : undefined
    return path === undefined ? [] : [{ member, path }]
  })
}

function isRefusal(error: unknown, { name }: DoubtfulMember): boolean {
  return (
    error instanceof RequestFailure &&
    error.details.status === 400 &&
    name.test(error.message) &&
    REFUSAL.test(error.message) &&
    !ABOUT_SCHEMA.test(error.message)
  )
}

function withoutMember(
  conversation: WayConversation,
  { without, consequence }: DoubtfulMember,
  path: string,
): WayConversation {
  const left = without(conversation, path)
  const warning: Warning = {
    code: 'refused_parameter',
    field: path,
    message: `${left.way.modelId} refuses ${path}: ${consequence}.`,
  }
  return { ...left, resolved: { ...left.resolved, warnings: [...left.resolved.warnings, warning] } }
}

function withBodies(conversation: WayConversation, change: (body: JsonBody) => JsonBody): WayConversation {
  return { ...conversation, body: change(conversation.body), original: change(conversation.original) }
}

/** The caller's own body without the format. */
function withoutFormat(conversation: WayConversation, path: string): WayConversation {
  const [name = '', member] = path.split('.')
  return withBodies(conversation, (body) => {
    const value = body[name]
    if (member === undefined || !isRecord(value)) return leaveOut(body, [name])
    const { [member]: _format, ...rest } = value
    return Object.keys(rest).length === 0 ? leaveOut(body, [name]) : { ...body, [name]: rest }
  })
}

/** The translator asks for a schema as it does where a model is known to have no structured output. */
function unable(conversation: WayConversation): WayConversation {
  const { resolved } = conversation
  const capabilities = { ...resolved.facts.capabilities, structuredOutput: false }
  return { ...conversation, resolved: { ...resolved, facts: { ...resolved.facts, capabilities } } }
}

function isStrict(tool: unknown): boolean {
  if (!isRecord(tool)) return false
  return tool['strict'] === true || (isRecord(tool['function']) && tool['function']['strict'] === true)
}

function withoutStrict(body: JsonBody): JsonBody {
  const { tools } = body
  if (!Array.isArray(tools)) return body
  return {
    ...body,
    tools: tools.map((tool: unknown) => (isStrict(tool) ? loosened(tool as JsonBody) : tool)),
  }
}

/** Responses take a tool as strict that does not say. */
function loosened(tool: JsonBody): JsonBody {
  const own = tool['function']
  if (isRecord(own)) {
    const { strict: _strict, ...rest } = own
    return { ...tool, function: rest }
  }
  const { strict: _strict, ...rest } = tool
  return tool['type'] === 'function' ? { ...rest, strict: false } : rest
}

function keyOf({ way }: WayConversation, { feature }: DoubtfulMember): string {
  return [way.modelId, way.api, way.host, feature].join('\n')
}
