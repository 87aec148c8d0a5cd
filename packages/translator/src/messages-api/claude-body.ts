import { WarningCollector, type Translated } from '../context.ts'
import { MEMBER_FLAGS, toBedrockBeta, TOOL_MEMBERS, USER_ID } from '../converse/bedrock-betas.ts'
import { isCarryingSignature } from '../converse/carrying-signature.ts'
import type { ReasoningOrigins } from '../converse/reasoning-origins.ts'
import { createToolIds } from '../converse/tool-ids.ts'
import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import { stableHash } from '../stable-hash.ts'
import { fitCacheMark } from './claude-cache.ts'
import { cleanHistory, lacksThinking } from './claude-history.ts'
import { fitInvokeMembers } from './claude-invoke-members.ts'
import { fitSampling } from './claude-sampling.ts'
import { fitReasoning } from './claude-thinking.ts'
import { fitToolChoice } from './claude-tool-choice.ts'
import { fitToolSchemas, type FittedTools } from './claude-tools.ts'

/** A copy that is being cleaned. */
type MutableBody = Record<string, unknown>

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html */
const ANTHROPIC_VERSION = 'bedrock-2023-05-31'

/** A body of InvokeModel, and the names of properties to give back in calls of the answer. */
export interface ClaudeBody extends Translated<JsonObject>, Pick<FittedTools, 'propertyNames'> {}

/**
 * Anthropic → InvokeModel: a Messages request to Claude as Bedrock takes it: the same, less what its path says there (`model`,
 * `stream`), with Bedrock's version, and but for what the service is known to refuse of what SDKs send to Anthropic's own API
 * or of what other models have answered, and what this model is known to refuse. Each of these is a warning. Nothing else is touched: it goes on, and the
 * service decides.
 *
 * @param body - the request as it came, of untrusted shape; it is not changed
 * @param capabilities - of the Claude that will answer
 * @param origins - whose the reasoning of earlier turns is, as far as that is known
 */
export function toClaudeBody(
  body: JsonObject,
  capabilities: ModelCapabilities,
  origins?: Pick<ReasoningOrigins, 'of'>,
): ClaudeBody {
  const warnings = new WarningCollector()
  const { value, propertyNames } = cleanClaudeBody(
    fitInvokeMembers(body, warnings),
    capabilities,
    warnings,
    origins,
  )
  return { value, propertyNames, warnings: warnings.list() }
}

/** The same without what is InvokeModel's alone: for Bedrock's Messages, too. */
export function cleanClaudeBody(
  body: JsonObject,
  capabilities: ModelCapabilities,
  warnings: WarningCollector,
  origins?: Pick<ReasoningOrigins, 'of'>,
): Omit<ClaudeBody, 'warnings'> {
  const { model: _model, stream: _stream, anthropic_beta: betas, ...rest } = body
  const added = new Set<string>()
  const reasoned = fitReasoning(rest, capabilities, warnings)
  const sampled = fitSampling(reasoned, capabilities, !isAbsent(betas), warnings)
  const fitted = fitToolChoice(sampled, capabilities, warnings)
  const cleaned: MutableBody = { ...fitCacheMark(fitted, capabilities, warnings) }
  cleanList(cleaned, 'tools', (tool, path) =>
    withoutScope(cleanTool(tool, path, added, warnings), path, warnings),
  )
  cleanList(cleaned, 'system', (block, path) => withoutScope(block, path, warnings))
  cleanMessages(cleaned, (proof) => isOfOthers(proof, capabilities, origins), warnings)
  if (lacksThinking(cleaned)) turnOff(cleaned, warnings)
  cleanMetadata(cleaned, warnings)
  const flags = toFlags(betas, added, warnings)
  const { body: sent, propertyNames } = fitToolSchemas(cleaned, capabilities, warnings)
  const value = {
    anthropic_version: ANTHROPIC_VERSION,
    ...sent,
    ...(flags === undefined ? {} : { anthropic_beta: flags }),
  }
  return { value, propertyNames }
}

/** Replaces a list's objects, and leaves a list alone in which nothing changes. */
function cleanList(
  body: MutableBody,
  name: string,
  clean: (item: JsonObject, path: string) => JsonObject,
): void {
  const list = body[name]
  if (!Array.isArray(list)) return
  const cleaned = list.map((item: unknown, index) =>
    isObject(item) ? clean(item, `${name}[${index}]`) : item,
  )
  body[name] = cleaned
}

function isOfOthers(
  proof: string,
  { family }: ModelCapabilities,
  origins: Pick<ReasoningOrigins, 'of'> | undefined,
): boolean {
  return isCarryingSignature(proof) || (origins?.of(proof) ?? family) !== family
}

/** A conversation that begins to think in the midst of a tool loop, such as one that another model began. */
function turnOff(body: MutableBody, warnings: WarningCollector): void {
  delete body['thinking']
  warnings.add(
    'reasoning_history_missing',
    'thinking',
    'Reasoning was left out of this request: the model requires its earlier reasoning together with tool results, and the ' +
      'conversation lacks the reasoning of the turn that made the first call. Send the assistant message with its thinking blocks.',
  )
}

function cleanMessages(
  body: MutableBody,
  isForeign: (proof: string) => boolean,
  warnings: WarningCollector,
): void {
  if (!Array.isArray(body['messages'])) return
  const cleaned = cleanHistory(body['messages'], isForeign, warnings)
  const ids = cleaned.flatMap((message) => blocksOf(message).flatMap((block) => toolId(block) ?? []))
  const { toBedrock } = createToolIds(ids, 'messages')
  body['messages'] = cleaned.map((message, index) => {
    if (!isObject(message) || !Array.isArray(message['content'])) return message
    const content = message['content'].map((block: unknown, at) =>
      isObject(block)
        ? withoutScope(withToolId(block, toBedrock), `messages[${index}].content[${at}]`, warnings)
        : block,
    )
    return { ...message, content }
  })
}

const ID_MEMBERS = ['id', 'tool_use_id'] as const

function toolId(block: JsonObject): string | undefined {
  const id =
    block['type'] === 'tool_use'
      ? block['id']
      : block['type'] === 'tool_result'
        ? block['tool_use_id']
        : undefined
  return typeof id === 'string' && id !== '' ? id : undefined
}

/** Other models' ids of calls may have characters that Claude refuses. */
function withToolId(block: JsonObject, toBedrock: (id: string) => string): JsonObject {
  const id = toolId(block)
  if (id === undefined || toBedrock(id) === id) return block
  const member = ID_MEMBERS[block['type'] === 'tool_use' ? 0 : 1]
  return { ...block, [member]: toBedrock(id) }
}

function blocksOf(message: unknown): JsonObject[] {
  const content = isObject(message) ? message['content'] : undefined
  return Array.isArray(content) ? content.filter(isObject) : []
}

function cleanTool(
  tool: JsonObject,
  path: string,
  added: Set<string>,
  warnings: WarningCollector,
): JsonObject {
  for (const [member, flag] of Object.entries(MEMBER_FLAGS)) if (!isAbsent(tool[member])) added.add(flag)
  const refused = Object.keys(TOOL_MEMBERS).filter((member) => member in tool)
  for (const member of refused) {
    const flag = TOOL_MEMBERS[member]
    const isAsked = !isAbsent(tool[member]) && tool[member] !== false
    if (!isAsked) continue
    if (flag !== undefined) added.add(flag)
    const instead = flag === undefined ? 'it was left out' : `the beta flag ${flag} was sent in its place`
    warnings.add(
      'unsupported_parameter',
      `${path}.${member}`,
      `Bedrock refuses ${member} of a tool; ${instead}.`,
    )
  }
  return refused.length === 0
    ? tool
    : Object.fromEntries(Object.entries(tool).filter(([member]) => !refused.includes(member)))
}

/** Caches that are shared beyond one's own organization or workspace are Anthropic's alone. */
function withoutScope(block: JsonObject, path: string, warnings: WarningCollector): JsonObject {
  const mark = block['cache_control']
  if (!isObject(mark) || !('scope' in mark)) return block
  const { scope, ...rest } = mark
  const field = `${path}.cache_control.scope`
  if (!isAbsent(scope))
    warnings.add('unsupported_parameter', field, 'Bedrock has no scopes of caches; it was left out.')
  return { ...block, cache_control: rest }
}

function cleanMetadata(body: MutableBody, warnings: WarningCollector): void {
  const { metadata } = body
  if (!isObject(metadata)) return
  const user = metadata['user_id']
  if (typeof user !== 'string' || USER_ID.test(user)) return
  warnings.add(
    'metadata_out_of_limits',
    'metadata.user_id',
    'Bedrock takes a user id of up to 256 letters, digits and few signs, no JSON; a hash of it was sent.',
  )
  body['metadata'] = { ...metadata, user_id: `user_${stableHash(user)}` }
}

/** The flags to send; what is no list of texts goes on, for the service to refuse. */
function toFlags(betas: unknown, added: ReadonlySet<string>, warnings: WarningCollector): unknown {
  if (!isAbsent(betas) && !Array.isArray(betas)) return betas
  const given: readonly unknown[] = betas ?? []
  // A member's flag is implied where Anthropic's own API asks for none; it needs no warning.
  const flags = [
    ...given.flatMap((flag): readonly unknown[] =>
      typeof flag === 'string' ? toBedrockBeta(flag, 'anthropic_beta', warnings) : [flag],
    ),
    ...added,
  ]
  return flags.length === 0 ? undefined : [...new Set(flags)]
}
