import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { WarningCollector } from '../context.ts'
import { limitCachePoints } from './cache-point.ts'

const block = fc.constantFrom<ContentBlock>(
  { text: 'a' },
  { reasoningContent: { reasoningText: { text: 'r', signature: 's' } } },
  { cachePoint: { type: 'default' } },
  { cachePoint: { type: 'default', ttl: '1h' } },
)

describe('limitCachePoints', () => {
  it('leaves at most four, each after content, an hour never after five minutes', () => {
    fc.assert(
      fc.property(fc.array(fc.array(block, { maxLength: 6 }), { maxLength: 6 }), (messages) => {
        const copies = messages.map((blocks) => blocks.map((one) => structuredClone(one)))
        const limited = limitCachePoints(
          { tools: [], system: [], messages: copies.map((content) => ({ role: 'user', content })) },
          { warnings: new WarningCollector(), conversationPath: 'messages' },
        ).messages.map(({ content = [] }) => content)
        const points = limited.flat().filter((one) => one.cachePoint !== undefined)
        expect(points.length).toBeLessThanOrEqual(4)
        const misplaced = limited.flatMap((blocks) =>
          blocks.filter((one, index) => one.cachePoint && blocks[index - 1]?.text === undefined),
        )
        expect(misplaced).toEqual([])
        expect(points.map((one) => (one.cachePoint?.ttl === '1h' ? 0 : 1))).toEqual(
          points.map((one) => (one.cachePoint?.ttl === '1h' ? 0 : 1)).toSorted((left, right) => left - right),
        )
        const texts = (lists: readonly (readonly ContentBlock[])[]) =>
          lists.map((list) => list.filter((one) => !one.cachePoint))
        expect(texts(limited)).toEqual(texts(messages))
      }),
    )
  })
})
