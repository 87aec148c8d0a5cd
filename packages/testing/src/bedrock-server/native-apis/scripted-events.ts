import type { EventStreamTiming } from '../../gateway-server/gateway-reply.ts'
import type { Answer, SaidCall } from '../../model-simulator/prompt.ts'
import type { ContentBlock } from '../wire.ts'
import type { ConverseReply, InvokeModelReply, Reply, StreamBehaviour } from '../reply.ts'

/** What a script can say of an answer of these APIs. */
export interface ScriptedAnswer {
  /** What the model says: the `text` or `content` of a reply. */
  readonly said: Answer | undefined
  /** The exact body of a whole answer. */
  readonly body: unknown
  /** The exact events of a stream. */
  readonly chunks: readonly unknown[] | undefined
  readonly stream: StreamBehaviour | undefined
}

/** Reads a scripted reply; `undefined` says nothing. */
export function readScript(reply: Reply | undefined): ScriptedAnswer {
  const { text, content, stopReason, body, chunks, stream } = (reply ?? {}) as ConverseReply &
    InvokeModelReply
  return { said: saidBy({ text, content, stopReason }), body, chunks, stream }
}

/** The words, calls and reasoning of a scripted reply, which the APIs that are not Converse say in their own way. */
export function saidBy({ text, content, stopReason }: Scripted): Answer | undefined {
  if (text === undefined && content === undefined) return undefined
  const blocks: readonly ContentBlock[] = [...(content ?? []), ...(text === undefined ? [] : [{ text }])]
  const toolCalls = blocks.flatMap(({ toolUse }): SaidCall[] =>
    toolUse === undefined
      ? []
      : [{ name: toolUse.name, input: toolUse.input as Record<string, unknown>, id: toolUse.toolUseId }],
  )
  const texts = blocks.flatMap((block) => block.text ?? [])
  return {
    reasoning: blocks.find(({ reasoningContent }) => reasoningContent !== undefined)?.reasoningContent
      ?.reasoningText?.text,
    text: texts.length === 0 ? undefined : texts.join(''),
    toolCalls,
    stopReason: (stopReason ?? (toolCalls.length > 0 ? 'tool_use' : 'end_turn')) as Answer['stopReason'],
  }
}

type Scripted = { readonly [Key in 'text' | 'content' | 'stopReason']: ConverseReply[Key] | undefined }

/**
 * How a stream of server-sent events travels.
 *
 * @param toError - puts `errorEventAfter.error` the way the API reports failures in mid-stream
 */
export function toEventTiming(
  stream: StreamBehaviour | undefined,
  toError: (error: object) => object,
): EventStreamTiming {
  const { errorEventAfter: failure, closeWithoutMessageStop, ...timing } = stream ?? {}
  return {
    ...timing,
    ...(closeWithoutMessageStop === true && { withoutDone: true, withoutLast: true }),
    ...(failure && {
      errorAfter: { events: failure.events, error: failure.error, event: toError(failure.error) },
    }),
  }
}
