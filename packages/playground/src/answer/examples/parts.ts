/** Events as JSON lines. */
export function lines(...events: readonly object[]): string {
  return events.map((event) => JSON.stringify(event)).join('\n')
}

/** Events as server-sent events, under the names that their types say. */
export function namedEvents(
  ...events: readonly ({ readonly type: string } & Readonly<Record<string, unknown>>)[]
): string {
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n`).join('\n')
}

export const START = { messageStart: { role: 'assistant' } }

export function textDelta(contentBlockIndex: number, text: string): object {
  return { contentBlockDelta: { contentBlockIndex, delta: { text } } }
}

export function reasoningDelta(contentBlockIndex: number, reasoningContent: object): object {
  return { contentBlockDelta: { contentBlockIndex, delta: { reasoningContent } } }
}

export function citationDelta(contentBlockIndex: number, citation: object): object {
  return { contentBlockDelta: { contentBlockIndex, delta: { citation } } }
}

export function callStart(contentBlockIndex: number, toolUseId: string, name: string): object {
  return { contentBlockStart: { contentBlockIndex, start: { toolUse: { toolUseId, name } } } }
}

export function inputDelta(contentBlockIndex: number, input: string): object {
  return { contentBlockDelta: { contentBlockIndex, delta: { toolUse: { input } } } }
}

export function blockStop(contentBlockIndex: number): object {
  return { contentBlockStop: { contentBlockIndex } }
}

/** The two last events of a stream. */
export function ending(
  stopReason: string,
  inputTokens: number,
  outputTokens: number,
  more: object = {},
): object[] {
  const usage = { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens }
  return [{ messageStop: { stopReason } }, { metadata: { usage, metrics: { latencyMs: 840 }, ...more } }]
}
