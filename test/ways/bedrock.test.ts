import {
  BedrockRuntimeClient,
  type ContentBlock,
  type ConverseCommandInput,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  type Message,
} from '@aws-sdk/client-bedrock-runtime'
import { register } from '@patchbay/sdk'
import { describe, expect, it } from 'vitest'

import {
  CITIES,
  holdConversation,
  NAMED_MODELS,
  routeTo,
  runTool,
  type Session,
  SYSTEM,
  useBedrock,
  WEATHER,
} from './support/conversation.ts'
import { reasoningFields, withoutStreamedTools } from './support/converse-models.ts'

const server = useBedrock()

describe('BedrockRuntimeClient', () => {
  it.each(NAMED_MODELS.filter(({ model }) => !withoutStreamedTools(model)))(
    'holds a conversation with $name',
    async ({ model }) => {
      const client = register(new BedrockRuntimeClient({ maxAttempts: 1 }), routeTo(server()))
      expect(await holdConversation(server(), model, converse(client, model))).toEqual(CITIES)
    },
  )
})

function converse(client: BedrockRuntimeClient, modelId: string): Session {
  const messages: Message[] = []
  const { parameters, ...weather } = WEATHER
  const input: ConverseCommandInput = {
    modelId,
    messages,
    system: [{ text: SYSTEM }],
    toolConfig: { tools: [{ toolSpec: { ...weather, inputSchema: { json: parameters } } }] },
    additionalModelRequestFields: reasoningFields(modelId),
  }
  return {
    async say(text) {
      messages.push({ role: 'user', content: [{ text }] })
      for (;;) {
        const { stream = [] as never } = await client.send(new ConverseStreamCommand(input))
        const content = await collect(stream)
        messages.push({ role: 'assistant', content })
        const results = content.flatMap(({ toolUse }): ContentBlock[] =>
          toolUse === undefined
            ? []
            : [
                {
                  toolResult: {
                    toolUseId: toolUse.toolUseId,
                    content: [{ text: runTool(toolUse.name ?? '', toolUse.input) }],
                  },
                },
              ],
        )
        if (results.length === 0) return content.map((block) => block.text ?? '').join('')
        messages.push({ role: 'user', content: results })
      }
    },
  }
}

/** What is open of a block while it is streamed. */
interface OpenBlock {
  text?: string
  toolUse?: { toolUseId: string; name: string; json: string }
  reasoning?: { text?: string; signature?: string; redacted?: Uint8Array }
}

/** The blocks of a stream, as they go back. */
async function collect(stream: AsyncIterable<ConverseStreamOutput>): Promise<ContentBlock[]> {
  const blocks: OpenBlock[] = []
  for await (const event of stream) {
    const { contentBlockStart: start, contentBlockDelta: delta } = event
    const index = start?.contentBlockIndex ?? delta?.contentBlockIndex
    if (index === undefined) continue
    const block = (blocks[index] ??= {})
    const { toolUseId = '', name = '' } = start?.start?.toolUse ?? {}
    if (start?.start?.toolUse !== undefined) block.toolUse = { toolUseId, name, json: '' }
    if (delta?.delta !== undefined) addTo(block, delta.delta)
  }
  return blocks.flatMap(closed)
}

function addTo(block: OpenBlock, delta: NonNullable<ConverseStreamOutput['contentBlockDelta']>['delta']) {
  if (delta?.text !== undefined) block.text = (block.text ?? '') + delta.text
  if (delta?.toolUse !== undefined && block.toolUse !== undefined) block.toolUse.json += delta.toolUse.input
  const { text, signature, redactedContent } = delta?.reasoningContent ?? {}
  const reasoning = block.reasoning ?? {}
  if (text !== undefined) block.reasoning = { ...reasoning, text: (reasoning.text ?? '') + text }
  if (signature !== undefined) block.reasoning = { ...reasoning, signature }
  if (redactedContent !== undefined) block.reasoning = { redacted: redactedContent }
}

/** Models that sign nothing do not want their reasoning back. */
function closed({ text, toolUse, reasoning }: OpenBlock): ContentBlock[] {
  if (toolUse !== undefined) {
    const { json, ...rest } = toolUse
    return [{ toolUse: { ...rest, input: JSON.parse(json === '' ? '{}' : json) } }]
  }
  if (reasoning?.redacted !== undefined)
    return [{ reasoningContent: { redactedContent: reasoning.redacted } }]
  if (reasoning?.signature !== undefined) {
    const { signature } = reasoning
    return [{ reasoningContent: { reasoningText: { text: reasoning.text ?? '', signature } } }]
  }
  return text === undefined || text === '' ? [] : [{ text }]
}
