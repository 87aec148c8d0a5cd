import type { SystemContentBlock } from '@aws-sdk/client-bedrock-runtime'

import type { WarningCollector } from '../../context.ts'

/** Converse → Responses: system blocks as `instructions`, one paragraph each; `undefined` where there are none. */
export function toInstructions(
  system: readonly SystemContentBlock[] | undefined,
  warnings: WarningCollector,
): string | undefined {
  const texts = (system ?? []).flatMap((block) => {
    if (block.cachePoint !== undefined) {
      warnings.add('unsupported_cache_point', 'system', 'The backend takes no cache points; it was left out.')
    }
    return block.text ?? block.guardContent?.text?.text ?? []
  })
  return texts.length === 0 ? undefined : texts.join('\n\n')
}
