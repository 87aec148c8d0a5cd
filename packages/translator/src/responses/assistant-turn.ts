import type { AssistantTurn } from '../chat-completions/to-converse/turns.ts'

/** One item of the assistant as a turn of its own: neighbours are merged later. */
export function toAssistantTurn(parts: Partial<AssistantTurn>): AssistantTurn {
  return {
    role: 'assistant',
    reasoning: [],
    blocks: [],
    callPaths: new Map(),
    derivedFrom: new Map(),
    ...parts,
  }
}
