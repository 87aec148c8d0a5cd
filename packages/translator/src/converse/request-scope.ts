import type { TranslationContext, WarningCollector } from '../context.ts'
import type { DocumentNames } from './document-names.ts'
import type { ToolIds } from './tool-ids.ts'
import type { ToolNames } from './tool-names.ts'

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
}
