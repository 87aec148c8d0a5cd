/** A conversation in the words of no protocol: what the renderings for the APIs are made of. */
export interface Dialogue {
  readonly system: string | undefined
  readonly turns: readonly Turn[]
  readonly tools: readonly Tool[]
  readonly choice: 'auto' | 'none' | 'required' | { readonly name: string } | undefined
  readonly parallel: boolean | undefined
  readonly effort: string | undefined
  readonly thinking: Readonly<Record<string, unknown>> | undefined
  readonly format: Format | undefined
  readonly settings: Settings
  readonly stream: boolean
}

/** Parameters that need no rendering but a name. */
export interface Settings {
  readonly limit: number | undefined
  readonly temperature: number | undefined
  readonly topP: number | undefined
  readonly topK: number | undefined
  readonly stop: readonly string[] | undefined
  readonly penalty: number | undefined
  readonly seed: number | undefined
  readonly choices: number | undefined
  readonly metadata: Readonly<Record<string, string>> | undefined
  readonly tier: string | undefined
  readonly verbosity: string | undefined
  readonly store: boolean | undefined
  readonly user: string | undefined
}

/** Text, or a schema, that the answer has to be in. */
export type Format =
  | { readonly type: 'text' }
  | { readonly type: 'json' }
  | { readonly type: 'schema'; readonly schema: object; readonly strict: boolean }

/** A tool that the caller runs. */
export interface Tool {
  readonly name: string
  readonly description: string | undefined
  readonly schema: object
  readonly strict: boolean
  readonly cached: boolean
}

/** A part of a message. */
export interface Part {
  readonly type: 'text' | 'image' | 'document'
  readonly text: string
  readonly cached: boolean
}

/** One message, or what an assistant said with the results of its calls. */
export type Turn =
  | { readonly role: 'user'; readonly parts: readonly Part[] }
  | { readonly role: 'system'; readonly text: string }
  | AssistantTurn

/** What an assistant said: its calls are answered. */
export interface AssistantTurn {
  readonly role: 'assistant'
  readonly text: string
  readonly calls: readonly Call[]
  /** Whose reasoning stands before it: a key of the recorded ones. */
  readonly reasoning: string | undefined
}

/** A call and its result. */
export interface Call {
  readonly id: string
  readonly name: string
  readonly input: Readonly<Record<string, unknown>>
  readonly result: readonly Part[]
  readonly failed: boolean
}

/** A picture of one pixel, base64. */
export const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
/** The beginning of a document, base64. */
export const PDF = 'JVBERi0xLjQK'
