import type { ContentBlock, Message, SystemContentBlock } from '@aws-sdk/client-bedrock-runtime'

import { nameBlankHistory } from './blank-call-ids.ts'
import type { RequestScope } from './request-scope.ts'
import { pairTurns, saysSomething, type PairedAssistantTurn, type PairedTurn } from './tool-pairing.ts'
import type { ResultTurn, Turn } from './turns.ts'

/** A conversation as Converse has it: system text apart from the messages, whose roles alternate. */
export interface ConverseConversation {
  readonly system: SystemContentBlock[]
  readonly messages: Message[]
}

/** Keeps the roles alternating where a model takes nothing beside tool results. */
const AFTER_RESULTS = 'I have the results.'
/** Keeps the roles alternating where a model takes no text beside tool calls. */
const BEFORE_CALLS = 'Go on.'
/** What a blank user turn after an answer says. */
const BLANK_TURN = 'Continue.'
/** Bedrock requires a text beside every document. */
const BESIDE_DOCUMENT = 'See the attached document.'

/** Turns of any protocol as Converse's messages, every tool call followed by its result. */
export function joinTurns(turns: readonly Turn[], scope: RequestScope): Message[] {
  const messages = turns.every(isSpoken)
    ? joinSpoken(turns)
    : toMessages(pairTurns(nameBlankHistory(turns, scope.callIds), scope), scope)
  return withLastUserTurn(messages.map(withTextBesideDocument), turns, scope)
}

type SpokenTurn = Exclude<Turn, ResultTurn>

function isSpoken(turn: Turn): turn is SpokenTurn {
  return turn.role === 'user' || (turn.role === 'assistant' && turn.callPaths.size === 0)
}

/** Turns without calls, as most are: there is nothing to pair. */
function joinSpoken(turns: readonly SpokenTurn[]): Message[] {
  const messages: Message[] = []
  for (const { role, blocks } of turns) {
    const last = messages.at(-1)
    const isNeighbour = last?.role === role
    if (!saysSomething(blocks) && (role === 'user' || !isNeighbour)) continue
    if (isNeighbour) last.content?.push(...blocks)
    else messages.push({ role, content: [...blocks] })
  }
  return messages
}

/** A blank user turn is left out. At the end that would make the answer before it the beginning of the next one. */
function withLastUserTurn(messages: Message[], turns: readonly Turn[], scope: RequestScope): Message[] {
  if (messages.at(-1)?.role !== 'assistant' || turns.at(-1)?.role !== 'user') return messages
  scope.warnings.add(
    'placeholder_turn',
    scope.conversationPath,
    'The last user message is blank, which Bedrock refuses; it became a short request to continue.',
  )
  return [...messages, { role: 'user', content: [{ text: BLANK_TURN }] }]
}

function toMessages(turns: readonly PairedTurn[], scope: RequestScope): Message[] {
  const messages: Message[] = []
  for (const turn of turns) {
    if (turn.role === 'user') addUserBlocks(messages, turn.blocks, scope)
    else {
      addAssistantBlocks(messages, turn, scope)
      if (turn.results.length > 0) addResults(messages, turn, scope)
    }
  }
  return messages
}

/** Where a model takes no text beside tool calls, the text becomes a turn of its own before them. */
function addAssistantBlocks(messages: Message[], { blocks }: PairedAssistantTurn, scope: RequestScope): void {
  const calls = blocks.filter((block) => block.toolUse !== undefined)
  const said = blocks.filter((block) => block.toolUse === undefined)
  const apart = calls.length > 0 && said.some((block) => block.text !== undefined)
  if (!apart || scope.context.model.capabilities.textBesideToolCall) {
    messages.push({ role: 'assistant', content: blocks })
    return
  }
  messages.push(
    { role: 'assistant', content: said },
    { role: 'user', content: [{ text: BEFORE_CALLS }] },
    { role: 'assistant', content: calls },
  )
}

/** Results go first in their user message, with nothing between them; content that they cannot hold follows. */
function addResults(messages: Message[], { results }: PairedAssistantTurn, scope: RequestScope): void {
  const content = results.map(({ toolResult }): ContentBlock => ({ toolResult }))
  messages.push({ role: 'user', content: [...content, ...results.flatMap(({ cachePoints }) => cachePoints)] })
  const beside = results.flatMap((result) => result.beside)
  if (beside.length > 0) addUserBlocks(messages, beside, scope)
}

function addUserBlocks(messages: Message[], blocks: readonly ContentBlock[], scope: RequestScope): void {
  const last = messages.at(-1)
  if (last?.role !== 'user') {
    messages.push({ role: 'user', content: [...blocks] })
    return
  }
  const holdsResults = last.content?.some((block) => block.toolResult !== undefined) === true
  if (!holdsResults || scope.context.model.capabilities.textBesideToolResult) last.content?.push(...blocks)
  else {
    messages.push(
      { role: 'assistant', content: [{ text: AFTER_RESULTS }] },
      { role: 'user', content: [...blocks] },
    )
  }
}

function withTextBesideDocument(message: Message): Message {
  const content = message.content ?? []
  if (!content.some((block) => block.document !== undefined)) return message
  const hasText = content.some((block) => block.text !== undefined)
  return hasText ? message : { ...message, content: [...content, { text: BESIDE_DOCUMENT }] }
}
