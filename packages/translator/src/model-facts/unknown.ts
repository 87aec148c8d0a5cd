import { CAPABLE } from './base-capabilities.ts'
import type { FamilyFacts } from './model-capabilities.ts'

/**
 * The default for a model that nothing is known of: a provider that no family lists, or an application inference
 * profile that could not be looked up.
 *
 * - Sent: everything that carries the conversation, so system text, tools (streamed, too), images, documents, audio and
 *   video; images of a tool result beside it. Where the model takes none of a kind, the service's refusal is the error.
 * - Left out with a warning, because many models refuse it: a forced tool choice (`auto` remains), cache points, top_p beside
 *   temperature, top_k, stop sequences beyond four, an answer begun for the model, an effort of reasoning.
 * - A JSON schema becomes a tool that the model is told to call.
 * - Sent as they are: a vendor's own fields that the caller names (`thinking`, `anthropic_beta`,
 *   `additionalModelRequestFields`), and signed reasoning of earlier turns.
 *
 * A caller who knows more says so: `models: { name: { id, family: 'claude', ... } }`.
 */
export const UNKNOWN: FamilyFacts = {
  members: [],
  nativeApis: [],
  general: {
    ...CAPABLE,
    runtimeApis: ['converse', 'invoke-model', 'chat-completions', 'responses', 'messages'],
    mantleApis: ['responses', 'chat-completions', 'messages'],
    toolChoice: { any: false, tool: false },
    audio: true,
    video: true,
    imagesInToolResult: false,
    reasoning: 'explicit',
    explicitThinking: true,
    reasoningHistory: 'signed',
    reasoningOutput: 'text',
    anthropicBeta: true,
    sampling: 'one',
  },
  models: [],
}
