import type { TranslationContext, WarningCollector } from '../context.ts'
import { isObject } from '../json-shape.ts'
import { createDocumentNames, type DocumentNames } from './document-names.ts'
import { createToolIds, type ToolIds } from './tool-ids.ts'
import { createToolNames, type ToolNames } from './tool-names.ts'

/** What the concepts share while one request is being translated. Lives for that request alone. */
export interface RequestScope {
  readonly context: TranslationContext
  readonly warnings: WarningCollector
  readonly toolNames: ToolNames
  readonly toolIds: ToolIds
  /** The ids of all calls and results of the request, the caller's own. */
  readonly callIds: ReadonlySet<string>
  readonly documentNames: DocumentNames
  /** `prompt_cache_options.ttl`: what breakpoints without a `ttl` of their own inherit. */
  readonly cacheTtl: string | undefined
  /** The caller's field that holds the conversation. */
  readonly conversationPath: 'messages' | 'input'
}

/** What a protocol finds in a request before its translation begins. */
export interface ScopeFacts extends Pick<RequestScope, 'context' | 'warnings' | 'conversationPath'> {
  /** The names of all tools: offered, called in the history, demanded by the choice. */
  readonly toolNames: readonly string[]
  /** The ids of all calls and results in the history. */
  readonly callIds: readonly string[]
  /** `prompt_cache_options`, where the protocol has it. */
  readonly cacheOptions?: unknown
}

/** The scope of one request. */
export function createRequestScope(facts: ScopeFacts): RequestScope {
  const { context, warnings, conversationPath, cacheOptions } = facts
  const callIds = new Set(facts.callIds)
  const ttl = isObject(cacheOptions) ? cacheOptions['ttl'] : undefined
  return {
    context,
    warnings,
    conversationPath,
    toolNames: createToolNames(facts.toolNames),
    toolIds: createToolIds(
      callIds,
      context.model.capabilities.nineCharacterToolIds ? 'nine-characters' : 'converse',
    ),
    callIds,
    documentNames: createDocumentNames(),
    cacheTtl: typeof ttl === 'string' ? ttl : undefined,
  }
}
