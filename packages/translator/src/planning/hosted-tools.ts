import type { TranslationWarning } from '../context.ts'
import { isAbsent, isObject, reject, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import { refuseHosted } from '../responses/tools.ts'
import type { ClientApi } from './way.ts'

/** A tool that the service would have to run. */
interface HostedTool {
  readonly type: string
  /** What Messages knows it by, besides its type. */
  readonly name: unknown
  /** Where it stands in the body. */
  readonly path: string
}

/** What becomes of a request's hosted tools. */
export interface HostedToolPlan {
  /** Only Mantle serves those that are kept. */
  readonly needsMantle: boolean
  /** See `Way.without`. */
  readonly without: readonly string[]
  readonly warnings: readonly TranslationWarning[]
}

const NOTHING: HostedToolPlan = { needsMantle: false, without: [], warnings: [] }

/** Types of tools of Responses that the caller runs. */
const OWN_TYPES: ReadonlySet<unknown> = new Set(['function', 'custom', 'namespace'])
/** Tools of Messages that Anthropic runs, whatever date their type ends in. */
const SERVER_TOOL = /^(?:web_search|web_fetch|code_execution)_\d/

const LISTS: Partial<Readonly<Record<ClientApi, (body: JsonObject) => HostedTool[]>>> = {
  responses: (body) => listTools(body, (type) => !OWN_TYPES.has(type)),
  messages: (body) => listTools(body, (type) => SERVER_TOOL.test(type)),
  'chat-completions': (body) =>
    isAbsent(body['web_search_options'])
      ? []
      : [{ type: 'web_search_options', name: undefined, path: 'web_search_options' }],
}

/**
 * Keeps the hosted tools that Mantle serves for the model; leaves out the others where the caller's own tools stand beside
 * them and nothing forces them.
 *
 * @param functionTools - the path of a tool that the caller runs
 * @param mantle - Mantle's Responses may serve the request
 * @throws TranslationError (400) for a tool of Responses or Messages that can be neither served nor left out. Chat Completions' own
 *   stays, for the translator or the service to refuse.
 */
export function planHostedTools(
  clientApi: ClientApi,
  body: JsonObject,
  functionTools: string | undefined,
  { hostedTools }: Pick<ModelCapabilities, 'hostedTools'>,
  mantle: boolean,
): HostedToolPlan {
  const hosted = LISTS[clientApi]?.(body) ?? []
  if (hosted.length === 0) return NOTHING
  const isServed = ({ type }: HostedTool) =>
    clientApi === 'responses' &&
    mantle &&
    hostedTools.some((known) => type === known || type.startsWith(`${known}_`))
  const refused = hosted.filter((tool) => !isServed(tool))
  const stuck = refused.find((tool) => functionTools === undefined || isForced(tool, body))
  if (stuck !== undefined) {
    if (clientApi === 'responses') refuseHosted(stuck.type, `${stuck.path}.type`)
    if (clientApi === 'messages') refuseServerTool(stuck)
    return NOTHING
  }
  return {
    needsMantle: refused.length < hosted.length,
    without: refused.map(({ path }) => path),
    warnings: refused.map(leftOut),
  }
}

function listTools(body: JsonObject, isHosted: (type: string) => boolean): HostedTool[] {
  const { tools } = body
  return (Array.isArray(tools) ? tools : []).flatMap((tool: unknown, index): HostedTool[] => {
    const type = isObject(tool) ? tool['type'] : undefined
    const name = isObject(tool) ? tool['name'] : undefined
    return typeof type === 'string' && isHosted(type) ? [{ type, name, path: `tools[${index}]` }] : []
  })
}

/** The tool choice names the tool, by its type or name, by itself or among the tools that may be called. */
function isForced({ type, name }: HostedTool, body: JsonObject): boolean {
  const choice = body['tool_choice']
  if (!isObject(choice)) return false
  const allowed = choice['tools']
  return (
    choice['type'] === type ||
    (choice['type'] === 'tool' && name !== undefined && choice['name'] === name) ||
    (Array.isArray(allowed) && allowed.some((tool) => isObject(tool) && tool['type'] === type))
  )
}

/** The remedies for the tools that Anthropic runs, by the beginnings of their types. */
const REMEDIES: Readonly<Record<string, string>> = {
  web_search: 'Offer a tool with a name and an input_schema that searches the web.',
  web_fetch: 'Offer a tool with a name and an input_schema that fetches pages.',
  code_execution: 'Offer a tool with a name and an input_schema that runs code.',
}

function refuseServerTool({ type, path }: HostedTool): never {
  const kind = Object.keys(REMEDIES).find((start) => type.startsWith(start)) ?? ''
  return reject(
    `${path}.type`,
    `${path}.type is ${JSON.stringify(type)}, a tool that Anthropic runs, and Bedrock does not. ${REMEDIES[kind] ?? ''}`,
    'unsupported_tool',
  )
}

function leftOut({ type, path }: HostedTool): TranslationWarning {
  return {
    code: 'hosted_tool_left_out',
    field: path,
    message: `${path} ("${type}") was left out: Bedrock does not run it for this model. The other tools remain.`,
  }
}
