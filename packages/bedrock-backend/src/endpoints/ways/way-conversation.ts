import type { Warning } from '@patchbay/core'
import { factsForWay, leaveOut, type Way } from '@patchbay/translator'

import type { Conversation } from '../conversation/pipeline.ts'

/** A conversation and the way that it goes. */
export interface WayConversation extends Conversation {
  readonly way: Way
  /** The body before anything was left out of it. */
  readonly original: Conversation['body']
}

/** Serves a conversation by one way. */
export type ServeWay = (conversation: WayConversation) => Promise<Response>

/** The conversation as a way takes it: its body without what the way cannot carry, its model as the host names it. */
export function toWayConversation(
  conversation: Conversation,
  way: Way,
  further: readonly Warning[] = [],
): WayConversation {
  const { resolved, body } = conversation
  return {
    ...conversation,
    way,
    original: body,
    body: leaveOut(body, way.without),
    resolved: {
      ...resolved,
      facts: { ...factsForWay(resolved.facts, way), id: way.modelId },
      warnings: [...resolved.warnings, ...way.warnings, ...further],
    },
  }
}
