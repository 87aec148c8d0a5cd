import type { ContentBlock } from '@aws-sdk/client-bedrock-runtime'

import type { ToolOutput } from './tool-output.ts'

/** One message before pairing; tool ids are the caller's own. */
export type Turn = UserTurn | AssistantTurn | ResultTurn

export interface UserTurn {
  readonly role: 'user'
  readonly blocks: ContentBlock[]
}

export interface AssistantTurn {
  readonly role: 'assistant'
  /** Texts, reasoning and calls in the order in which the model gave them: signed reasoning cannot be moved. */
  readonly blocks: ContentBlock[]
  /** The caller's path of each call, by its block. */
  readonly callPaths: Map<ContentBlock, string>
  /** Ids made for calls that came concatenated → the id of the call they came in: they share its result. */
  readonly derivedFrom: Map<string, string>
}

/** The output of one tool call. */
export interface ResultTurn {
  readonly role: 'result'
  readonly id: string
  readonly output: ToolOutput
  readonly path: string
}

/** An assistant turn of the given parts; the others are empty. Neighbouring turns are merged later. */
export function createAssistantTurn(parts: Partial<AssistantTurn>): AssistantTurn {
  return {
    role: 'assistant',
    blocks: [],
    callPaths: new Map(),
    derivedFrom: new Map(),
    ...parts,
  }
}
