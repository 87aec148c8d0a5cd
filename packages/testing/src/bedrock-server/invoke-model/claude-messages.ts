import { answer } from '../../model-simulator/answer.ts'
import { countTokens } from '../../model-simulator/limits.ts'
import type { Prompt, PromptTool } from '../../model-simulator/prompt.ts'
import { familyOf } from '../families.ts'
import { signReasoning } from '../reasoning-signature.ts'
import { isObject } from '../rules/rule.ts'
import { invalid } from '../service-error.ts'
import { malformed, type NativeModel } from './native-model.ts'

const KNOWN = [
  'anthropic_beta',
  'anthropic_version',
  'context_management',
  'max_tokens',
  'messages',
  'metadata',
  'output_config',
  'output_format',
  'stop_sequences',
  'system',
  'temperature',
  'thinking',
  'tool_choice',
  'tools',
  'top_k',
  'top_p',
]
const VERSION = 'bedrock-2023-05-31'

interface Body {
  readonly max_tokens: number
  readonly messages: readonly { readonly role: string; readonly content: string | readonly NativeBlock[] }[]
  readonly stop_sequences?: readonly string[]
  readonly thinking?: { readonly type: string }
  readonly tools?: readonly {
    readonly name: string
    readonly description?: string
    readonly input_schema?: unknown
  }[]
  readonly tool_choice?: {
    readonly type: string
    readonly name?: string
    readonly disable_parallel_tool_use?: boolean
  }
}

interface NativeBlock {
  readonly type: string
  readonly text?: string
  readonly content?: string | readonly NativeBlock[]
  readonly source?: { readonly media_type?: string }
}

type OutputBlock = Readonly<Record<string, unknown>> & { readonly type: string }

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html */
export const claudeMessages: NativeModel = {
  check(body, bareModelId) {
    if (!isObject(body)) return malformed('expected type: JSONObject')
    if (body['anthropic_version'] !== VERSION) return invalid('anthropic_version: Field required')
    const maxTokens = body['max_tokens']
    if (maxTokens === undefined) return invalid('max_tokens: Field required')
    if (typeof maxTokens !== 'number' || !Number.isInteger(maxTokens) || maxTokens < 1)
      return invalid('max_tokens: Input should be greater than or equal to 1')
    const most = familyOf(bareModelId).maxOutputTokens
    if (most !== undefined && maxTokens > most) {
      return invalid(
        `max_tokens: ${maxTokens} > ${most}, which is the maximum allowed number of output tokens for ${bareModelId}`,
      )
    }
    const extra = Object.keys(body).find((key) => !KNOWN.includes(key))
    if (extra !== undefined) return invalid(`${extra}: Extra inputs are not permitted`)
    return checkMessages(body['messages'])
  },
  answer(body, bareModelId) {
    const request = body as Body
    const said = answer(toPrompt(request))
    const content: OutputBlock[] = [
      ...(said.reasoning === undefined
        ? []
        : [{ type: 'thinking', thinking: said.reasoning, signature: signReasoning(said.reasoning) }]),
      ...(said.text === undefined || said.text === '' ? [] : [{ type: 'text', text: said.text }]),
      ...said.toolCalls.map((call, index) => ({ type: 'tool_use', id: `toolu_bdrk_${index + 1}`, ...call })),
    ]
    const inputTokens = countTokens(JSON.stringify(request.messages))
    const outputTokens = countTokens(JSON.stringify(content))
    const message = {
      id: 'msg_bdrk_patchbay_testing',
      type: 'message',
      role: 'assistant',
      model: bareModelId.replace(/^anthropic\./, '').replace(/-v\d.*$/, ''),
      content,
      stop_reason: said.stopReason,
      stop_sequence: null,
      usage: { input_tokens: inputTokens, output_tokens: outputTokens },
    }
    return { body: message, chunks: toChunks(message), inputTokens, outputTokens }
  },
}

function checkMessages(messages: unknown) {
  if (!Array.isArray(messages) || messages.length === 0)
    return invalid('messages: at least one message is required')
  for (const [index, message] of messages.entries()) {
    const role: unknown = isObject(message) ? message['role'] : undefined
    if (role !== 'user' && role !== 'assistant') {
      return invalid(`messages.${index}.role: Input should be 'user' or 'assistant'`)
    }
    const content: unknown = (message as Record<string, unknown>)['content']
    const texts = Array.isArray(content)
      ? content.map((block: NativeBlock) => (block.type === 'text' ? block.text : 'x'))
      : [content]
    if (texts.some((text) => typeof text !== 'string' || text.trim() === '')) {
      return invalid('messages: text content blocks must be non-empty')
    }
  }
  return (messages[0] as { role: string }).role === 'user'
    ? undefined
    : invalid('messages: first message must use the "user" role')
}

function toPrompt(request: Body): Prompt {
  const last = request.messages.findLast((message) => message.role === 'user')?.content ?? ''
  const blocks = typeof last === 'string' ? [{ type: 'text', text: last }] : last
  const choice = request.tool_choice
  const final = request.messages.at(-1)
  return {
    text: textOf(blocks),
    toolResults: blocks
      .filter((block) => block.type === 'tool_result')
      .map((block) => textOf(block.content ?? '')),
    attachments: blocks
      .filter((block) => block.type === 'image' || block.type === 'document')
      .map((block) => `a ${block.source?.media_type ?? block.type}`),
    tools: (request.tools ?? []).map(toTool),
    toolChoice:
      choice?.type === 'tool'
        ? { name: choice.name ?? '' }
        : choice?.type === 'any'
          ? 'any'
          : choice?.type === 'none'
            ? 'none'
            : 'auto',
    parallelToolCalls: choice?.disable_parallel_tool_use !== true,
    thinking: request.thinking?.type === 'enabled' || request.thinking?.type === 'adaptive',
    outputSchema: undefined,
    prefill: final?.role === 'assistant' ? textOf(final.content) : '',
    maxTokens: request.max_tokens,
    stopSequences: request.stop_sequences ?? [],
  }
}

const toTool = (tool: NonNullable<Body['tools']>[number]): PromptTool => ({
  name: tool.name,
  description: tool.description ?? '',
  schema: tool.input_schema ?? {},
})

const textOf = (content: string | readonly NativeBlock[]): string =>
  typeof content === 'string' ? content : content.flatMap((block) => block.text ?? []).join('\n')

/** https://docs.claude.com/en/docs/build-with-claude/streaming, with the metrics that Bedrock adds to the last one. */
function toChunks(message: {
  readonly content: readonly OutputBlock[]
  readonly stop_reason: string
  readonly usage: { readonly input_tokens: number; readonly output_tokens: number }
}): unknown[] {
  const { usage } = message
  const opening = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } }
  return [
    { type: 'message_start', message: opening },
    ...message.content.flatMap((block, index) => [
      { type: 'content_block_start', index, content_block: emptied(block) },
      ...deltas(block).map((delta) => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ]),
    {
      type: 'message_delta',
      delta: { stop_reason: message.stop_reason, stop_sequence: null },
      usage: { output_tokens: usage.output_tokens },
    },
    {
      type: 'message_stop',
      'amazon-bedrock-invocationMetrics': {
        inputTokenCount: usage.input_tokens,
        outputTokenCount: usage.output_tokens,
        invocationLatency: 42,
        firstByteLatency: 21,
      },
    },
  ]
}

function emptied(block: OutputBlock): OutputBlock {
  if (block.type === 'text') return { type: 'text', text: '' }
  if (block.type === 'thinking') return { type: 'thinking', thinking: '', signature: '' }
  return { ...block, input: {} }
}

function deltas(block: OutputBlock): object[] {
  if (block.type === 'text') return cut(block['text']).map((text) => ({ type: 'text_delta', text }))
  if (block.type === 'thinking') {
    const thoughts = cut(block['thinking']).map((thinking) => ({ type: 'thinking_delta', thinking }))
    return [...thoughts, { type: 'signature_delta', signature: block['signature'] }]
  }
  return cut(JSON.stringify(block['input'])).map((json) => ({ type: 'input_json_delta', partial_json: json }))
}

const cut = (text: unknown): string[] => String(text).match(/.{1,12}/gsu) ?? []
