import type { Translated } from '../context.ts'
import { WarningCollector } from '../context.ts'
import type { ReasoningOrigins } from '../converse/reasoning-origins.ts'
import { isAbsent, isObject, type JsonObject } from '../json-shape.ts'
import type { ModelCapabilities } from '../model-facts/model-capabilities.ts'
import { cleanClaudeBody } from './claude-body.ts'
import type { FittedTools } from './claude-tools.ts'

/** A body of Bedrock's Messages API, and what goes into the header `anthropic-beta`. */
export interface MessagesApiBody extends Translated<JsonObject>, Pick<FittedTools, 'propertyNames'> {
  readonly betas: readonly string[]
}

/** Members that the API refuses, wherever Anthropic's own takes them. https://github.com/aws-samples/sample-llm-gateway */
const REFUSED = ['inference_geo', 'fallbacks', 'mcp_servers', 'container', 'output_format', 'speed'] as const

/**
 * Anthropic → Bedrock's own Messages API: the same, but for what it is known to refuse of what SDKs send to Anthropic's API, each with
 * a warning: the rules of InvokeModel's bodies, and the members that only InvokeModel takes.
 *
 * @param body - the request, `model` as Bedrock names it; of untrusted shape, not changed
 * @param capabilities - of the Claude that will answer
 * @param origins - whose the reasoning of earlier turns is, as far as that is known
 */
export function toMessagesApiBody(
  body: JsonObject,
  capabilities: ModelCapabilities,
  origins?: Pick<ReasoningOrigins, 'of'>,
): MessagesApiBody {
  const { model, stream } = body
  const collector = new WarningCollector()
  const { value, propertyNames } = cleanClaudeBody(body, capabilities, collector, origins)
  const { anthropic_version: _version, anthropic_beta: betas, ...rest } = value
  const cleaned: Record<string, unknown> = { model, ...rest, ...(stream === undefined ? {} : { stream }) }
  for (const name of REFUSED) leaveOut(cleaned, name, name, collector)
  leaveOutFormat(cleaned, collector)
  leaveOutStrict(cleaned, collector)
  return {
    value: cleaned,
    betas: Array.isArray(betas) ? betas.filter((flag) => typeof flag === 'string') : [],
    warnings: collector.list(),
    propertyNames,
  }
}

function leaveOutFormat(body: Record<string, unknown>, warnings: WarningCollector): void {
  const output = body['output_config']
  if (!isObject(output) || !('format' in output)) return
  const rest: Record<string, unknown> = { ...output }
  leaveOut(rest, 'format', 'output_config.format', warnings)
  if (Object.keys(rest).length === 0) delete body['output_config']
  else body['output_config'] = rest
}

function leaveOutStrict(body: Record<string, unknown>, warnings: WarningCollector): void {
  const { tools } = body
  if (!Array.isArray(tools)) return
  body['tools'] = tools.map((tool: unknown, index) => {
    if (!isObject(tool) || !('strict' in tool)) return tool
    const { strict, ...rest } = tool
    if (strict === true) {
      warnings.add(
        'strict_not_supported',
        `tools[${index}].strict`,
        'Bedrock refuses strict tools in Messages; it was left out.',
      )
    }
    return rest
  })
}

function leaveOut(
  body: Record<string, unknown>,
  name: string,
  path: string,
  warnings: WarningCollector,
): void {
  if (!(name in body)) return
  if (!isAbsent(body[name])) {
    warnings.add('unsupported_parameter', path, `Bedrock's Messages API refuses ${path}; it was left out.`)
  }
  delete body[name]
}
