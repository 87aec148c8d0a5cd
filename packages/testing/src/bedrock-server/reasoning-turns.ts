import { isDeepStrictEqual } from 'node:util'

import type { ContentBlock } from './wire.ts'

/** As many answers as a long conversation of a test has. */
const MOST = 1000

/** Answers with reasoning in their midst, by the signature of their first block of it. */
const turns = new Map<string, readonly ContentBlock[]>()

/** Remembers how an answer was ordered that has reasoning behind another block. */
export function rememberTurn(content: readonly ContentBlock[]): void {
  const firstOther = content.findIndex((block) => block.reasoningContent === undefined)
  const isMixed = content.some(
    (block, index) => block.reasoningContent && firstOther !== -1 && index > firstOther,
  )
  const signature = firstSignature(content)
  if (!isMixed || signature === undefined) return
  if (turns.size >= MOST) turns.clear()
  turns.set(signature, content)
}

/**
 * The first block of a turn that comes back elsewhere than it was given; -1 where nothing was moved, or nothing is known. What was left
 * out is not missed.
 */
export function findMoved(content: readonly ContentBlock[]): number {
  const signature = firstSignature(content)
  const given = signature === undefined ? undefined : turns.get(signature)
  if (given === undefined) return -1
  let last = -1
  return content.findIndex((block) => {
    const place = given.findIndex((known) => isSame(known, block))
    if (place === -1) return false
    const moved = place < last
    last = place
    return moved
  })
}

function firstSignature(content: readonly ContentBlock[]): string | undefined {
  return content.find((block) => block.reasoningContent)?.reasoningContent?.reasoningText?.signature
}

function isSame(given: ContentBlock, sent: ContentBlock): boolean {
  if (given.toolUse && sent.toolUse) return given.toolUse.toolUseId === sent.toolUse.toolUseId
  return isDeepStrictEqual(given, sent)
}
