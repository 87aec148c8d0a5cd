import { isObject } from '../../is-object.ts'
import { maxTokensProblem, messagesProblem } from '../../messages-api/request.ts'
import { familyOf } from '../families.ts'
import { refusedOfClaude } from '../invoke-model/claude-refusals.ts'
import { brokenClaudeRule } from '../invoke-model/claude-rules.ts'
import { invalid, type Rejection } from '../service-error.ts'

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html */
const KNOWN = new Set([
  'anthropic_beta',
  'context_management',
  'max_tokens',
  'messages',
  'metadata',
  'model',
  'output_config',
  'service_tier',
  'stop_sequences',
  'stream',
  'system',
  'temperature',
  'thinking',
  'tool_choice',
  'tools',
  'top_k',
  'top_p',
])

/**
 * Why the Messages API of Bedrock Runtime refuses a body that Anthropic's own API takes, as far as it has been seen:
 * https://github.com/aws-samples/sample-llm-gateway (docs/protocol-translation-*.md).
 */
export function refusedMessages(
  body: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>>,
  bareModelId: string,
): Rejection | undefined {
  if (headers['anthropic-version'] === undefined) return invalid('anthropic-version: header is required')
  const betas = (headers['anthropic-beta'] ?? '').split(',').flatMap((flag) => flag.trim() || [])
  const max = familyOf(bareModelId).maxOutputTokens
  const maxTokens = Number(body['max_tokens'])
  const problem = maxTokensProblem(body['max_tokens'])
  if (problem !== undefined) return invalid(problem)
  if (max !== undefined && maxTokens > max) {
    return invalid(
      `max_tokens: ${maxTokens} > ${max}, which is the maximum allowed number of output tokens for ${bareModelId}`,
    )
  }
  return refusedBody(body, betas, bareModelId)
}

/** The same without a limit, which counting needs none of. */
export function refusedBody(
  body: Readonly<Record<string, unknown>>,
  betas: readonly string[],
  bareModelId: string,
): Rejection | undefined {
  const extra = Object.keys(body).find((key) => !KNOWN.has(key))
  if (extra !== undefined) return invalid(`${extra}: Extra inputs are not permitted`)
  const { output_config: output, tools, messages } = body
  if (isObject(output) && output['format'] !== undefined && output['format'] !== null) {
    return invalid('output_config.format: Extra inputs are not permitted')
  }
  for (const [index, tool] of list(tools).entries()) {
    const rejection = isObject(tool) ? refusedTool(tool, index) : undefined
    if (rejection) return rejection
  }
  const conversation = messagesProblem(withoutSystem(messages))
  return (
    refusedOfClaude({ ...body, anthropic_beta: [...list(body['anthropic_beta']), ...betas] }) ??
    (conversation === undefined ? undefined : invalid(conversation)) ??
    brokenClaudeRule({ ...body }, bareModelId)
  )
}

function refusedTool({ strict }: Readonly<Record<string, unknown>>, index: number): Rejection | undefined {
  return strict === undefined
    ? undefined
    : invalid(`tools.${index}.custom.strict: Extra inputs are not permitted`)
}

/** Messages of role `system` are taken in mid-conversation. */
function withoutSystem(messages: unknown): unknown {
  if (!Array.isArray(messages)) return messages
  return messages.filter(
    (message, index) => index === 0 || !isObject(message) || message['role'] !== 'system',
  )
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
