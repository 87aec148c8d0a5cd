import type { HookEvent } from '@patchbay/core'

/** What an operation is measured as: each kind has metrics of its own. */
export type OperationKind = 'inference' | 'embeddings' | 'other'

/** An operation in the words of the conventions. */
export interface Operation {
  /** `gen_ai.operation.name` */
  readonly name: string
  readonly kind: OperationKind
}

const CHAT: Operation = { name: 'chat', kind: 'inference' }
const EMBEDDINGS: Operation = { name: 'embeddings', kind: 'embeddings' }

/** https://github.com/open-telemetry/semantic-conventions-genai/blob/v0.1.0/docs/gen-ai/client-inference.md */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  chat: CHAT,
  responses: CHAT,
  messages: CHAT,
  converse: CHAT,
  invoke_model: CHAT,
  completions: { name: 'text_completion', kind: 'inference' },
  embeddings: EMBEDDINGS,
  images: { name: 'generate_content', kind: 'inference' },
}

/** Ids of models that `InvokeModel` computes embeddings with: `amazon.titan-embed-text-v2:0`, `cohere.embed-v4:0`. */
const EMBEDDING_MODEL = /\bembed/i

/**
 * The operation of a request. What the conventions have no name for keeps its own, without the ids that a path may hold: a name
 * has to be one of few.
 */
export function toOperation({
  operation,
  requestModel,
}: Pick<HookEvent, 'operation' | 'requestModel'>): Operation {
  if (operation === 'invoke_model' && EMBEDDING_MODEL.test(requestModel ?? '')) return EMBEDDINGS
  if (Object.hasOwn(OPERATIONS, operation)) return OPERATIONS[operation] as Operation
  return { name: operation.split('/').find((part) => part !== '') ?? 'request', kind: 'other' }
}
