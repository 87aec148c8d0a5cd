import type { ConverseCommandInput, Message, Tool, ToolChoice } from '@aws-sdk/client-bedrock-runtime'
import { refusal } from '../served-failure.ts'
import type { BodyFormat, Json } from './body-format.ts'
import { listOf, toContentBlock } from './claude-content.ts'
import { toClaudeAnswer } from './claude-answer.ts'
import { createClaudeStream } from './claude-stream.ts'

/**
 * Anthropic's Messages API, as Bedrock has it.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html
 */
export const claudeMessages: BodyFormat = {
  matches: (model, body) => /anthropic\.claude/.test(model) || 'anthropic_version' in body,
  toConverse(body) {
    const additional = pick(body, ['top_k', 'thinking', 'anthropic_beta'])
    const system =
      typeof body['system'] === 'string' ? [{ type: 'text', text: body['system'] }] : listOf(body['system'])
    const tools = listOf(body['tools']).map(toTool)
    return {
      messages: listOf(body['messages']).map(toMessage),
      ...(system.length > 0 && { system: system.map((block) => ({ text: String(block['text']) })) }),
      inferenceConfig: inferenceOf(body, 'max_tokens'),
      ...(tools.length > 0 && { toolConfig: { tools, ...toolChoiceOf(body['tool_choice']) } }),
      ...(Object.keys(additional).length > 0 && { additionalModelRequestFields: additional as never }),
    }
  },
  toAnswer: toClaudeAnswer,
  createStream: createClaudeStream,
}

/** The settings that all of Claude's bodies spell alike, but for the limit. */
export function inferenceOf(body: Json, limit: string): NonNullable<ConverseCommandInput['inferenceConfig']> {
  const names = {
    maxTokens: limit,
    temperature: 'temperature',
    topP: 'top_p',
    stopSequences: 'stop_sequences',
  }
  const pairs = Object.entries(names).map(([ours, theirs]) => [ours, body[theirs]])
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined)) as object
}

/** The named members that are there. */
export function pick(body: Json, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)))
}

function toMessage(message: Json): Message {
  const { role, content } = message
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : listOf(content)
  return { role: role === 'assistant' ? 'assistant' : 'user', content: blocks.map(toContentBlock) }
}

function toTool(tool: Json): Tool {
  if (tool['type'] !== undefined && tool['type'] !== 'custom') {
    throw refusal(
      `tools: a tool of type ${JSON.stringify(tool['type'])} is run by Anthropic alone: this route cannot serve it.`,
    )
  }
  const description = tool['description']
  return {
    toolSpec: {
      name: String(tool['name']),
      ...(typeof description === 'string' && { description }),
      inputSchema: { json: tool['input_schema'] as never },
    },
  }
}

function toolChoiceOf(choice: unknown): { toolChoice?: ToolChoice } {
  const { type, name } = (choice ?? {}) as { type?: unknown; name?: unknown }
  if (type === 'any') return { toolChoice: { any: {} } }
  if (type === 'tool') return { toolChoice: { tool: { name: String(name) } } }
  if (type === 'none') throw refusal('tool_choice: Bedrock has no "none": leave `tools` out instead.')
  return type === 'auto' ? { toolChoice: { auto: {} } } : {}
}
