import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, it } from 'vitest'

import { describeModel, toConverseRequest, type TranslationContext } from '../index.ts'
import { toCarryingSignature } from './carried-reasoning.ts'
import { noteReasoning, notingReasoning } from './note-reasoning.ts'
import { createReasoningOrigins } from './reasoning-origins.ts'
import { DEFAULT_REASONING_RATIOS } from './reasoning.ts'

const SOL = 'us.openai.gpt-6-sol'
const CLAUDE = 'us.anthropic.claude-opus-5-5'
const DATA = Buffer.from('encrypted by GPT').toString('base64')

const contextOf = (id: string, reasoningOrigins = createReasoningOrigins()): TranslationContext => ({
  model: describeModel(id),
  id: 'chatcmpl-1',
  created: 0,
  options: { strictOpenAICompliance: true, thinkTags: false, reasoningRatios: DEFAULT_REASONING_RATIOS },
  reasoningOrigins,
})

/** The blocks of the earlier turn, and the codes of the warnings. */
function send(context: TranslationContext, part: object) {
  const messages = [
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: [part, { type: 'text', text: 'Hello' }] },
    { role: 'user', content: 'And?' },
  ]
  const body = { model: context.model.id, messages } as unknown as Parameters<typeof toConverseRequest>[0]
  const { value, warnings } = toConverseRequest(body, context)
  return { blocks: value.messages?.[1]?.content, codes: warnings.map(({ code }) => code) }
}

const redacted = { type: 'redacted_thinking', data: DATA }
const HELLO = { text: 'Hello' }

describe('reasoning of another turn', () => {
  it('goes back to GPT byte for byte, where it encrypted it or nothing is known', () => {
    const blocks = [
      { reasoningContent: { redactedContent: new Uint8Array(Buffer.from(DATA, 'base64')) } },
      HELLO,
    ]
    expect(send(contextOf(SOL), redacted)).toEqual({ blocks, codes: [] })
    const origins = createReasoningOrigins()
    noteReasoning(
      [{ reasoningContent: { redactedContent: Buffer.from(DATA, 'base64') } }],
      contextOf(SOL, origins),
    )
    expect(send(contextOf(SOL, origins), redacted)).toEqual({ blocks, codes: [] })
    expect(send(contextOf('us.openai.gpt-6.1-sol', origins), redacted)).toEqual({ blocks, codes: [] })
  })

  it.each([CLAUDE, 'us.xai.grok-4.7', 'us.amazon.nova-2-lite-v1:0', 'us.moonshotai.kimi-k3'])(
    'does not go from GPT to %s',
    (id) => {
      const origins = createReasoningOrigins()
      origins.note(DATA, 'gpt')
      expect(send(contextOf(id, origins), redacted)).toEqual({
        blocks: [HELLO],
        codes: ['reasoning_dropped'],
      })
    },
  )

  it('does not go to GPT as text, nor from Claude', () => {
    const signed = { type: 'thinking', thinking: 'I think', signature: 'abc=' }
    expect(send(contextOf(SOL), signed)).toEqual({ blocks: [HELLO], codes: ['reasoning_dropped'] })
    const origins = createReasoningOrigins()
    origins.note(DATA, 'claude')
    expect(send(contextOf(SOL, origins), redacted)).toEqual({ blocks: [HELLO], codes: ['reasoning_dropped'] })
  })

  it('of Responses does not go by Converse', () => {
    const signature = toCarryingSignature({ family: 'gpt', id: 'rs_1', encryptedContent: 'x' })
    const part = { type: 'thinking', thinking: '', signature }
    for (const id of [CLAUDE, SOL, 'newvendor.model-9-v1:0'])
      expect(send(contextOf(id), part)).toEqual({ blocks: [HELLO], codes: ['reasoning_dropped'] })
  })

  it('is noted as a stream passes, in pieces', () => {
    const origins = createReasoningOrigins()
    const passed: ConverseStreamOutput[] = []
    const translator = { push: (event: ConverseStreamOutput) => (passed.push(event), []), end: () => [] }
    const noting = notingReasoning(translator, contextOf(SOL, origins))
    const bytes = Buffer.from(DATA, 'base64')
    const delta = (redactedContent: Uint8Array): ConverseStreamOutput => ({
      contentBlockDelta: { contentBlockIndex: 0, delta: { reasoningContent: { redactedContent } } },
    })
    noting.push(delta(bytes.subarray(0, 5)))
    noting.push(delta(bytes.subarray(5)))
    noting.push({ contentBlockStop: { contentBlockIndex: 0 } })
    expect(origins.of(DATA)).toBe('gpt')
    expect(passed).toHaveLength(3)
  })

  it('is forgotten, the oldest first', () => {
    const origins = createReasoningOrigins(2)
    for (const proof of ['a', 'b', 'a', 'c']) origins.note(proof, 'gpt')
    expect(['a', 'b', 'c'].map((proof) => origins.of(proof))).toEqual(['gpt', undefined, 'gpt'])
  })
})
