import type { FamilyFacts } from '../families.ts'
import type { ModelReference } from '../model-id.ts'
import type { Rejection } from '../service-error.ts'
import type { ContentBlock, ConverseBody, Message } from '../wire.ts'

/** What a rule may look at. The body has passed the shape validation. */
export interface RuleContext {
  readonly body: ConverseBody
  readonly messages: readonly Message[]
  readonly family: FamilyFacts
  readonly model: ModelReference
  readonly modelId: string
  readonly streaming: boolean
  /** `additionalModelRequestFields`, an empty object when there are none. */
  readonly additionalFields: Readonly<Record<string, unknown>>
}

/** Looks at one thing, and says why the service would refuse the request, or nothing. */
export type Rule = (context: RuleContext) => Rejection | undefined

/** One content block with its position. */
export interface PlacedBlock {
  readonly block: ContentBlock
  readonly message: Message
  readonly messageIndex: number
  readonly blockIndex: number
  /** `messages.1.content.0` */
  readonly path: string
}

/** Every content block of the conversation, in order. */
export function placedBlocks(messages: readonly Message[]): PlacedBlock[] {
  return messages.flatMap((message, messageIndex) =>
    message.content.map((block, blockIndex) => ({
      block,
      message,
      messageIndex,
      blockIndex,
      path: `messages.${messageIndex}.content.${blockIndex}`,
    })),
  )
}

/** The first rejection that a check of single things gives. */
export function firstRejection<Item>(
  items: readonly Item[],
  check: (item: Item, index: number) => Rejection | undefined,
): Rejection | undefined {
  for (const [index, item] of items.entries()) {
    const rejection = check(item, index)
    if (rejection) return rejection
  }
  return undefined
}

export const isBlank = (text: string): boolean => text.trim() === ''
