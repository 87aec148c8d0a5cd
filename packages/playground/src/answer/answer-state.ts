import { CLIENT_NAMES, type ClientProtocol } from './translation/clients.ts'
import type { AnswerSettings } from './translation/contexts.ts'

/** What the tab shows: all of it is in a permalink. */
export interface AnswerState extends AnswerSettings {
  /** The answer as it was pasted. */
  readonly text: string
  /** What the reader wishes for; answers of other protocols have other clients. */
  readonly client: ClientProtocol
  /** The step that is shown, counted from 0. */
  readonly step: number
}

export const DEFAULT_SETTINGS: AnswerSettings = {
  model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  includeUsage: true,
  thinkTags: false,
  contentBlocks: false,
}

/** The longest answer that a link may bring, in UTF-16 units, and the longest id of a model that Bedrock takes. */
const MAX_TEXT = 1_000_000
const MAX_MODEL = 2048

/** A state that was read, and what of it could not be used. */
export interface ReadAnswerState {
  readonly state: AnswerState
  readonly problem: string | undefined
}

/**
 * Reads a state that anybody may have written.
 *
 * @param beginning what stands for that which is missing or cannot be used
 */
export function readAnswerState(given: unknown, beginning: AnswerState): ReadAnswerState {
  if (given === undefined) return { state: beginning, problem: undefined }
  if (typeof given !== 'object' || given === null) return { state: beginning, problem: 'it holds no answer.' }
  const { text, client, step, model, ...flags } = given as Record<string, unknown>
  if (typeof text !== 'string' || text.length > MAX_TEXT)
    return { state: beginning, problem: 'its answer is missing or too long.' }
  const refused: string[] = []
  const isClient = typeof client === 'string' && Object.hasOwn(CLIENT_NAMES, client)
  if (!isClient && client !== undefined) refused.push('client')
  const isModel = typeof model === 'string' && model.length <= MAX_MODEL
  if (!isModel && model !== undefined) refused.push('model')
  const state: AnswerState = {
    text,
    client: isClient ? (client as ClientProtocol) : beginning.client,
    step: typeof step === 'number' && Number.isInteger(step) && step >= 0 ? step : 0,
    model: isModel ? model : DEFAULT_SETTINGS.model,
    includeUsage: flags['includeUsage'] !== false,
    thinkTags: flags['thinkTags'] === true,
    contentBlocks: flags['contentBlocks'] === true,
  }
  return {
    state,
    problem: refused.length === 0 ? undefined : `unknown values: ${refused.join(', ')}.`,
  }
}

/** The state as a permalink holds it: without what is the default. */
export function writeAnswerState(state: AnswerState): unknown {
  const { text, client, step, model, includeUsage, thinkTags, contentBlocks } = state
  return {
    text,
    client,
    ...(step > 0 && { step }),
    ...(model !== DEFAULT_SETTINGS.model && { model }),
    ...(!includeUsage && { includeUsage }),
    ...(thinkTags && { thinkTags }),
    ...(contentBlocks && { contentBlocks }),
  }
}
