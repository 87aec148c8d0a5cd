import { expect, it } from 'vitest'

import { defaultModels } from '../src/bedrock-server/control-plane.ts'
import { checkConverse, type CheckedConverse } from '../src/bedrock-server/converse.ts'
import { signReasoning } from '../src/bedrock-server/reasoning-signature.ts'
import type { CONVERSE_RULES } from '../src/bedrock-server/rules/converse-rules.ts'

export const CLAUDE = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'
export const CLAUDE_3 = 'anthropic.claude-3-haiku-20240307-v1:0'
export const CLAUDE_37 = 'us.anthropic.claude-3-7-sonnet-20250219-v1:0'
export const CLAUDE_46 = 'us.anthropic.claude-opus-4-6-v1'
export const CLAUDE_47 = 'us.anthropic.claude-opus-4-7'
export const OPUS_5 = 'us.anthropic.claude-opus-5'
export const OPUS_55 = 'us.anthropic.claude-opus-5-5'
export const SONNET_55 = 'us.anthropic.claude-sonnet-5-5'
export const NOVA = 'us.amazon.nova-pro-v1:0'
export const NOVA_2 = 'us.amazon.nova-2-lite-v1:0'
export const LLAMA = 'us.meta.llama3-1-70b-instruct-v1:0'
export const MISTRAL = 'mistral.mistral-large-2407-v1:0'
export const MISTRAL_7B = 'mistral.mistral-7b-instruct-v0:2'
export const TITAN = 'amazon.titan-text-express-v1'
export const COHERE = 'cohere.command-r-plus-v1:0'
export const PROMPT = 'arn:aws:bedrock:us-east-1:123456789012:prompt/ABCDEFGHIJ:1'
export const IMPORTED = 'arn:aws:bedrock:us-east-1:123456789012:imported-model/abcdefghijkl'
export const APPLICATION = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6'

export type Block = Record<string, unknown>
export interface Turn {
  role: string
  content: Block[]
}

export const user = (...content: Block[]): Turn => ({ role: 'user', content })
export const assistant = (...content: Block[]): Turn => ({ role: 'assistant', content })
export const text = (value: string): Block => ({ text: value })
export const hello = user(text('Hello'))
export const call = (toolUseId: string, name = 'weather', input: unknown = {}): Block => ({
  toolUse: { toolUseId, name, input },
})
export const result = (toolUseId: string, content: Block[] = [text('sunny')]): Block => ({
  toolResult: { toolUseId, content },
})
export const cachePoint: Block = { cachePoint: { type: 'default' } }
export const reasoning = (value: string, signature: string | undefined = signReasoning(value)): Block => ({
  reasoningContent: { reasoningText: { text: value, ...(signature !== '' && { signature }) } },
})
export const redacted = (value: string): Block => ({ reasoningContent: { redactedContent: value } })
export const tool = (name = 'weather', json: unknown = { type: 'object' }, more: Block = {}): Block => ({
  toolSpec: { name, inputSchema: { json }, ...more },
})
export const toolConfig = { tools: [tool()] }
export const thinking = { thinking: { type: 'enabled', budget_tokens: 2048 } }
export const png = (width = 1): Block => {
  const bytes = Buffer.from(
    `89504e470d0a1a0a0000000d49484452000000${width.toString(16).padStart(2, '0')}00000001`,
    'hex',
  )
  return { image: { format: 'png', source: { bytes: bytes.toString('base64') } } }
}
export const document = (name: string): Block => ({
  document: { format: 'txt', name, source: { bytes: Buffer.from('words').toString('base64') } },
})
export const outputConfig = (schema: unknown) => ({
  textFormat: { type: 'json_schema', structure: { jsonSchema: { schema: JSON.stringify(schema) } } },
})
export const closedSchema = {
  type: 'object',
  properties: { a: { type: 'string' } },
  additionalProperties: false,
}

export const toolLoop = [hello, assistant(call('id_1')), user(result('id_1'))]

/** A Converse request, on Claude Sonnet 4.5 unless another model is named. */
export interface Example {
  readonly body: Record<string, unknown>
  readonly model?: string
  readonly streaming?: boolean
}

/** A request that breaks one rule, and a part of what the service says about it. */
export interface RefusedExample extends Example {
  readonly rule: keyof typeof CONVERSE_RULES
  readonly says: string
}

const models = defaultModels('us-east-1')

/** Holds an example against the shapes and all rules, as the server does. */
export function check({ model = CLAUDE, body, streaming = false }: Example): CheckedConverse {
  return checkConverse(model, body, streaming, models)
}

/** Tests that each example is refused by its own rule with its text, and that none of the rules lacks one. */
export function testRejections(rules: readonly string[], examples: readonly RefusedExample[]): void {
  it.each(examples)('$rule: "$says"', (example) => {
    expect(check(example)).toMatchObject({
      rule: example.rule,
      rejection: { message: expect.stringContaining(example.says) as string },
    })
  })

  it('have an example each', () => {
    const shown = new Set<string>(examples.map(({ rule }) => rule))
    const missing = rules.filter((name) => !shown.has(name))
    expect(missing).toEqual([])
  })
}
