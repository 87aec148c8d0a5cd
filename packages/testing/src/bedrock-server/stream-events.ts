import type { ConverseResponse } from './converse-response.ts'
import type { ContentBlock } from './wire.ts'

/** One event of ConverseStream: its type is its only key. */
export type StreamEvent = Readonly<Record<string, unknown>>

const DEFAULT_DELTA_SIZE = 12

/**
 * The events of an answer, in the service's order. Text and reasoning have no start event, tool calls do:
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html
 */
export function toStreamEvents(response: ConverseResponse, deltaSize = DEFAULT_DELTA_SIZE): StreamEvent[] {
  const { output, stopReason, usage, metrics, additionalModelResponseFields, trace } = response
  const { performanceConfig, serviceTier } = response
  return [
    { messageStart: { role: 'assistant' } },
    ...output.message.content.flatMap((block, index) => blockEvents(block, index, deltaSize)),
    {
      messageStop: {
        stopReason,
        ...(additionalModelResponseFields !== undefined && { additionalModelResponseFields }),
      },
    },
    {
      metadata: {
        usage,
        metrics,
        ...(trace && { trace }),
        ...(performanceConfig && { performanceConfig }),
        ...(serviceTier && { serviceTier }),
      },
    },
  ]
}

function blockEvents(block: ContentBlock, contentBlockIndex: number, deltaSize: number): StreamEvent[] {
  const deltas = deltasOf(block, deltaSize).map((delta) => ({
    contentBlockDelta: { delta, contentBlockIndex },
  }))
  const { input: _deltas, ...toolUse } = block.toolUse ?? {}
  const start = block.toolUse && { toolUse }
  return [
    ...(start ? [{ contentBlockStart: { start, contentBlockIndex } }] : []),
    ...deltas,
    { contentBlockStop: { contentBlockIndex } },
  ]
}

function deltasOf(block: ContentBlock, deltaSize: number): object[] {
  if (block.text !== undefined) return pieces(block.text, deltaSize).map((text) => ({ text }))
  if (block.toolUse) {
    const json = JSON.stringify(block.toolUse.input)
    // A call without arguments has no deltas at all.
    return json === '{}' ? [] : pieces(json, deltaSize).map((input) => ({ toolUse: { input } }))
  }
  const { reasoningText, redactedContent } = block.reasoningContent ?? {}
  if (redactedContent !== undefined) return [{ reasoningContent: { redactedContent } }]
  if (!reasoningText) return []
  const signature = reasoningText.signature
  return [
    ...pieces(reasoningText.text, deltaSize).map((text) => ({ reasoningContent: { text } })),
    ...(signature === undefined ? [] : [{ reasoningContent: { signature } }]),
  ]
}

/** Cuts by code point, so that no piece ends in half a character. */
function pieces(text: string, size: number): string[] {
  const characters = Array.from(text)
  return Array.from({ length: Math.ceil(characters.length / size) }, (_, index) =>
    characters.slice(index * size, (index + 1) * size).join(''),
  )
}
