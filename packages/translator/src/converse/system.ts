import type { ContentBlock, SystemContentBlock } from '@aws-sdk/client-bedrock-runtime'

/** Texts and cache points as system blocks; there are no others. */
export function toSystemContent(blocks: readonly ContentBlock[]): SystemContentBlock[] {
  return blocks.flatMap(({ text, cachePoint }): SystemContentBlock[] => {
    if (text !== undefined) return [{ text }]
    return cachePoint === undefined ? [] : [{ cachePoint }]
  })
}

/** The texts of system blocks, for models that take them only in a user turn. */
export function toUserBlocks(system: readonly SystemContentBlock[]): ContentBlock[] {
  return system.flatMap((block) => (block.text === undefined ? [] : [{ text: block.text }]))
}
