import type { ContentBlock, ConverseResponse, Message, StopReason } from '@aws-sdk/client-bedrock-runtime'
import type { BodyFormat, Json } from './body-format.ts'
import { inferenceOf, pick } from './claude-messages.ts'

const TURN = /(?:^|\n\n)(Human|Assistant):/

/**
 * Anthropic's older text completions: one text with `Human:` and `Assistant:` in it.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-text-completion.html
 */
export const claudePrompt: BodyFormat = {
  matches: (model, body) =>
    typeof body['prompt'] === 'string' && (/anthropic\.claude/.test(model) || 'max_tokens_to_sample' in body),
  toConverse(body) {
    const { system, messages } = turnsOf(String(body['prompt']))
    const additional = pick(body, ['top_k'])
    return {
      messages,
      ...(system !== '' && { system: [{ text: system }] }),
      inferenceConfig: inferenceOf(body, 'max_tokens_to_sample'),
      ...(Object.keys(additional).length > 0 && { additionalModelRequestFields: additional as never }),
    }
  },
  toAnswer({ output, stopReason }: ConverseResponse) {
    const text = (output?.message?.content ?? []).map((block: ContentBlock) => block.text ?? '').join('')
    return { type: 'completion', completion: text, ...ending(stopReason) }
  },
  createStream: () => (event) => {
    const text = event.contentBlockDelta?.delta?.text
    if (text !== undefined) return [{ type: 'completion', completion: text, stop_reason: null, stop: null }]
    if (event.messageStop === undefined) return []
    return [{ type: 'completion', completion: '', ...ending(event.messageStop.stopReason) }]
  },
}

/** What stands before the first turn is the system's. The empty turn of the assistant at the end asks for the answer. */
function turnsOf(prompt: string): { system: string; messages: Message[] } {
  const [before = '', ...parts] = prompt.split(TURN)
  const messages: Message[] = []
  for (let index = 0; index < parts.length; index += 2) {
    const text = (parts[index + 1] ?? '').trim()
    if (text !== '')
      messages.push({ role: parts[index] === 'Assistant' ? 'assistant' : 'user', content: [{ text }] })
  }
  if (messages.length === 0)
    return { system: '', messages: [{ role: 'user', content: [{ text: prompt.trim() }] }] }
  return { system: before.trim(), messages }
}

/** A stop at the next `Human:` and a natural end are one to this format. */
function ending(reason: StopReason | undefined): Json {
  return { stop_reason: reason === 'max_tokens' ? 'max_tokens' : 'stop_sequence', stop: null }
}
