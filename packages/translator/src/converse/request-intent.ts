import type { ExtensionIntent } from './extension-intent.ts'
import type { InferenceIntent } from './inference.ts'
import type { ReasoningIntent } from './reasoning.ts'
import type { ToolIntent } from './tool-configuration.ts'

/**
 * What a request asks for beyond its conversation, whichever protocol it came by. Each protocol reads it from its own
 * body; every value has the caller's own path of it.
 */
export interface RequestIntent {
  readonly inference: InferenceIntent
  readonly reasoning: ReasoningIntent
  readonly tools: ToolIntent
  readonly extensions: ExtensionIntent
  /** The caller wants a stream. */
  readonly stream: boolean
}
