import type { TranslationWarning } from '../context.ts'
import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import { refuseHosted } from '../responses/tools.ts'
import type { ClientApi } from './way.ts'

/** A tool that the service would have to run. */
interface HostedTool {
  readonly type: string
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
    isAbsent(body['web_search_options']) ? [] : [{ type: 'web_search_options', path: 'web_search_options' }],
}

/**
 * Keeps the hosted tools that Mantle serves for the model; leaves out the others where the caller's own tools stand beside
 * them and nothing forces them.
 *
 * @param functionTools - the path of a tool that the caller runs
 * @param mantle - Mantle's Responses may serve the request
 * @throws TranslationError (400) for a tool of Responses that can be neither served nor left out. Those of other APIs stay, for
 *   the translator or the service to refuse.
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
  const stuck = refused.filter(({ type }) => functionTools === undefined || isForced(type, body))
  if (stuck.length > 0) {
    const [first] = stuck
    if (clientApi === 'responses' && first !== undefined) refuseHosted(first.type, `${first.path}.type`)
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
    return typeof type === 'string' && isHosted(type) ? [{ type, path: `tools[${index}]` }] : []
  })
}

/** The tool choice names the type, by itself or among the tools that may be called. */
function isForced(type: string, body: JsonObject): boolean {
  const choice = body['tool_choice']
  if (!isObject(choice)) return false
  const allowed = choice['tools']
  return (
    choice['type'] === type ||
    (Array.isArray(allowed) && allowed.some((tool) => isObject(tool) && tool['type'] === type))
  )
}

function leftOut({ type, path }: HostedTool): TranslationWarning {
  return {
    code: 'hosted_tool_left_out',
    field: path,
    message: `${path} ("${type}") was left out: Bedrock does not run it for this model. The other tools remain.`,
  }
}
